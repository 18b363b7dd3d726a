import { isRecord, readCard } from './card.ts';
import type { Delivery } from './card-book.ts';

/**
 * Reads the JSON of a webhook delivery: one revision of an alert, with its card or with the word that it is withdrawn.
 * Undefined when it is not one that this EHR can file.
 */
export function readDelivery(text: string): Delivery | undefined {
  const body = parse(text);
  if (!isRecord(body)) return undefined;
  const { alert, revision, patient, tell, rule, state, withdrawn } = body;
  if (typeof alert !== 'string' || alert === '' || typeof patient !== 'string') return undefined;
  if (typeof revision !== 'number' || !Number.isSafeInteger(revision)) return undefined;
  if (tell !== 'alert' && tell !== 'update' && tell !== 'withdraw') return undefined;
  const card = readCard(body['card']);
  if (tell !== 'withdraw' && !card) return undefined;
  return {
    alert,
    revision,
    patient: patient.replace(/^Patient\//, ''),
    rule: typeof rule === 'string' ? rule : undefined,
    isInProgress: state === 'in-progress',
    withdrawn: tell === 'withdraw' ? readWithdrawal(withdrawn) : undefined,
    card,
  };
}

function readWithdrawal(value: unknown): NonNullable<Delivery['withdrawn']> {
  if (!isRecord(value)) return { as: 'withdrawn', reason: '' };
  const { as, reason } = value;
  return { as: typeof as === 'string' ? as : 'withdrawn', reason: typeof reason === 'string' ? reason : '' };
}

function parse(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return value;
  } catch {
    return undefined;
  }
}
