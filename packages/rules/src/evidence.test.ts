import { buildTimeline, type ResourceVersion } from '@magwatch/timeline';
import { describe, expect, test } from 'vitest';
import { conditionEvidence, doseEvidence, exposureEvidence, orderEvidence, resultEvidence } from './evidence.ts';
import { at, condition, dose, drugOrder, magnesiumDose, result, testOrder } from './testing/index.ts';

const timelineOf = (...facts: readonly ResourceVersion[]) => buildTimeline(facts);

test('a result shows its value as it was reported, at its collection', () => {
  const [found] = timelineOf(result('creatinine', [2, 'mg/dL'], 20, { id: 'Observation/1', knownAt: at(22) })).results(
    'creatinine',
  );
  expect(found && resultEvidence('creatinine', found)).toEqual({
    role: 'creatinine',
    reference: 'Observation/1',
    value: 2,
    unit: 'mg/dL',
    at: at(20),
  });
});

describe('a dose counts at its end', () => {
  const id = 'MedicationAdministration/1';
  const amount = { value: 2, unit: 'g' };
  test.each<[string, ResourceVersion, object]>([
    ['its elemental content where that is known', magnesiumDose(16, 20, { id, amount }), { value: 16, unit: 'meq' }],
    ['else its amount', dose('magnesium-sulfate', undefined, 20, { id, amount }), { value: 2, unit: 'g' }],
    ['else that it was given', dose('magnesium-sulfate', undefined, 20, { id }), {}],
  ])('%s', (_name, fact, expected) => {
    const [found] = timelineOf(fact).doses;
    const shown = { role: 'dose', reference: id, at: at(20) };
    expect(found && doseEvidence('dose', found)).toStrictEqual({ ...shown, ...expected });
    expect(found && exposureEvidence('dose', found)).toStrictEqual(shown);
  });
});

describe('an order has a time and no value', () => {
  test('of a drug: when it was written, not when it begins', () => {
    const amount = { value: 2, unit: 'g' };
    const facts = drugOrder('magnesium-sulfate', 20, { id: 'MedicationRequest/1', activeFrom: at(30), amount });
    const [order] = timelineOf(facts).drugOrders;
    const shown = { role: 'order', reference: 'MedicationRequest/1', at: at(20) };
    expect(order && orderEvidence('order', order)).toStrictEqual(shown);
    expect(order && exposureEvidence('order', order)).toStrictEqual(shown);
  });

  test('of a test', () => {
    const [order] = timelineOf(testOrder('magnesium', 21, { id: 'ServiceRequest/1' })).testOrders;
    const shown = { role: 'magnesium-test', reference: 'ServiceRequest/1', at: at(21) };
    expect(order && orderEvidence('magnesium-test', order)).toStrictEqual(shown);
  });
});

test('a condition stands at its begin; one without a date has no place in time', () => {
  const shown = (fact: ResourceVersion) =>
    timelineOf(fact).conditions.flatMap((found) => conditionEvidence('av-block', found));
  expect(shown(condition('av-block-high', { from: at(3) }))).toEqual([
    { role: 'av-block', reference: 'Condition/av-block-high', at: at(3) },
  ]);
  expect(shown(condition('av-block-high'))).toEqual([]);
});
