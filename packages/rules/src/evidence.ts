import type { ConditionFact, Dose, DrugOrder, Evidence, LabResult, Sourced, TestOrder } from '@magwatch/timeline';

/** A result as evidence: the value and unit as they were reported. */
export const resultEvidence = (role: string, result: Sourced<LabResult>): Evidence => ({
  role,
  reference: result.reference,
  value: result.reported.value,
  unit: result.reported.unit,
  at: result.at,
});

/** A dose as evidence: its elemental content in mEq where known; a dose counts at its end. */
export function doseEvidence(role: string, dose: Sourced<Dose>): Evidence {
  const { reference, content, amount, end: at } = dose;
  if (content) return { role, reference, value: content.meq, unit: 'meq', at };
  return amount ? { role, reference, value: amount.value, unit: amount.unit, at } : { role, reference, at };
}

/** An order as evidence: it has a time, and no value that was given. */
export const orderEvidence = (role: string, order: Sourced<DrugOrder> | Sourced<TestOrder>): Evidence => ({
  role,
  reference: order.reference,
  at: order.kind === 'drug-order' ? order.authoredAt : order.at,
});

/** A dose or an order that shows exposure to a drug. */
export const exposureEvidence = (role: string, item: Sourced<Dose> | Sourced<DrugOrder>): Evidence =>
  item.kind === 'dose'
    ? { role, reference: item.reference, at: item.end }
    : { role, reference: item.reference, at: item.authoredAt };

/** A condition as evidence; one without a date has no place in time and is left out. */
export const conditionEvidence = (role: string, fact: Sourced<ConditionFact>): readonly Evidence[] =>
  fact.from === undefined ? [] : [{ role, reference: fact.reference, at: fact.from }];
