import type { HookName } from '@magwatch/rules';
import { type TSchema, Type } from 'typebox';
import { Compile } from 'typebox/compile';
import { HookError } from './errors.ts';
import { SERVICES } from './services.ts';

const text = Type.String({ minLength: 1 });
const everywhere = { userId: text, patientId: text };
// A Bundle by the standard; what is in it is read entry by entry, and an entry that cannot be read is passed over.
const bundle = Type.Object({});

/** What a hook's context has to hold (https://cds-hooks.hl7.org/hooks/STU1). Members that are not named here are ignored. */
const CONTEXTS: Readonly<Record<HookName, Readonly<Record<string, TSchema>>>> = {
  'patient-view': everywhere,
  'encounter-start': { ...everywhere, encounterId: text },
  'encounter-discharge': { ...everywhere, encounterId: text },
  'order-select': { ...everywhere, selections: Type.Array(Type.Unknown()), draftOrders: bundle },
  'order-sign': { ...everywhere, draftOrders: bundle },
  'medication-verify': everywhere,
};

// So is the shape of prefetch, which this service does not read: clients were seen to send null, OperationOutcomes and half
// Bundles.
const envelope = (context: TSchema) =>
  Type.Object({
    hook: text,
    // A UUID by the standard; real clients send other texts too, and it names nothing here.
    hookInstance: text,
    fhirServer: Type.Optional(Type.String()),
    context,
  });

const anyRequest = Compile(envelope(Type.Object(everywhere)));
const compiled = new Map(
  Object.entries(CONTEXTS).map(([hook, context]) => [hook, Compile(envelope(Type.Object({ ...context })))] as const),
);

/** A call whose required fields are there. */
export interface HookRequest {
  readonly hook: HookName;
  readonly hookInstance: string;
  readonly fhirServer?: string;
  readonly context: { readonly userId: string; readonly patientId: string } & Readonly<Record<string, unknown>>;
}

/** The request, or a HookError 400 that names the field. */
export function readHookRequest(body: unknown): HookRequest {
  if (!anyRequest.Check(body)) throw new HookError('hook-invalid', 400, firstProblem(anyRequest, body));
  const service = SERVICES.find(({ hook }) => hook === body.hook);
  const own = compiled.get(body.hook);
  if (!service || !own) throw new HookError('hook-mismatch', 400, 'hook');
  if (!own.Check(body)) throw new HookError('hook-invalid', 400, firstProblem(own, body));
  const request = { ...(body as object), hook: service.hook } as HookRequest;
  if (service.hook === 'medication-verify' && draftOrdersOf(request) === undefined)
    throw new HookError('hook-invalid', 400, 'context.medication');
  return request;
}

/** The path of the first field at fault: `context.patientId`. */
function firstProblem(schema: Pick<typeof anyRequest, 'Errors'>, body: unknown): string | undefined {
  const [first] = schema.Errors(body);
  if (!first) return undefined;
  const folder = first.instancePath.split('/').filter((part) => part !== '');
  const missing = first.keyword === 'required' ? first.params.requiredProperties.slice(0, 1) : [];
  const path = [...folder, ...missing].join('.');
  return path === '' ? undefined : path;
}

/** `Patient/id` of the call; undefined for an id that FHIR does not know, which no patient can have. */
export function patientOf({ context: { patientId } }: HookRequest): string | undefined {
  const id = patientId.replace(/^Patient\//, '');
  return /^[A-Za-z0-9\-.]{1,64}$/.test(id) ? `Patient/${id}` : undefined;
}

/** The Bundle of the orders that the call is about; undefined for hooks without. A pharmacist verifies a single one. */
export function draftOrdersOf({ hook, context }: HookRequest): unknown {
  if (hook === 'order-select' || hook === 'order-sign') return context['draftOrders'];
  if (hook !== 'medication-verify') return undefined;
  const order = context['medication'] ?? context['order'];
  if (typeof order !== 'object' || order === null) return undefined;
  return Reflect.get(order, 'resourceType') === 'Bundle'
    ? order
    : { resourceType: 'Bundle', entry: [{ resource: order }] };
}
