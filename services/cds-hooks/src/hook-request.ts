import { type Static, Type } from 'typebox';
import { Compile } from 'typebox/compile';
import { HookError } from './errors.ts';
import type { CdsService } from './services.ts';

// Members that are not named here are ignored, as the standard wants; so is the shape of prefetch, which this service
// does not read: clients were seen to send null, OperationOutcomes and half Bundles.
const hookRequest = Type.Object({
  hook: Type.String({ minLength: 1 }),
  // A UUID by the standard; real clients send other texts too, and it names nothing here.
  hookInstance: Type.String({ minLength: 1 }),
  fhirServer: Type.Optional(Type.String()),
  context: Type.Object({
    userId: Type.String({ minLength: 1 }),
    patientId: Type.String({ minLength: 1 }),
  }),
});

export type HookRequest = Static<typeof hookRequest>;

const compiled = Compile(hookRequest);

/** The request, or a HookError 400 that names the field. */
export function readHookRequest(body: unknown, service: CdsService): HookRequest {
  if (!compiled.Check(body)) throw new HookError('hook-invalid', 400, firstProblem(body));
  if (body.hook !== service.hook) throw new HookError('hook-mismatch', 400, 'hook');
  return body;
}

/** The path of the first field at fault: `context.patientId`. */
function firstProblem(body: unknown): string | undefined {
  const [first] = compiled.Errors(body);
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
