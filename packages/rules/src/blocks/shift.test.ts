import type { Drug, ResourceVersion } from '@magwatch/timeline';
import { describe, expect, test } from 'vitest';
import { at, condition, dose, readBlock } from '../testing/index.ts';
import { shift } from './shift.ts';

const infusion = (drug: Drug, end: number, extra = {}) =>
  dose(drug, undefined, end, { start: at(end - 2), id: 'MedicationAdministration/shift', ...extra });
const nebulisation = (drug: Drug, end: number, hours: number) =>
  dose(drug, undefined, end, { start: at(end - hours), route: 'other' });
const bolus = (drug: Drug, hour: number) => dose(drug, undefined, hour, { start: at(hour) });

describe('what moves potassium into cells (B8)', () => {
  test.each<[string, readonly ResourceVersion[], boolean]>([
    ['nothing', [], false],
    ['insulin by infusion, just less than 12 h ago', [infusion('insulin', 12.1)], true],
    ['insulin by infusion, 12 h ago', [infusion('insulin', 12)], false],
    ['insulin as a bolus', [bolus('insulin', 20)], false],
    ['insulin under the skin', [infusion('insulin-glargine', 20, { route: 'other' })], false],
    ['insulin that runs, its end unknown', [infusion('insulin', 20, { start: at(20), standing: 'running' })], true],
    ['insulin that was stopped', [infusion('insulin', 20, { standing: 'partial' })], false],
    ['insulin that was dispensed', [infusion('insulin', 20, { standing: 'dispensed' })], false],
    ['epinephrine by infusion, just less than 6 h ago', [infusion('epinephrine', 18.1)], true],
    ['epinephrine by infusion, 6 h ago', [infusion('epinephrine', 18)], false],
    ['epinephrine as a bolus', [bolus('epinephrine', 23)], false],
    ['bicarbonate by infusion, just less than 6 h ago', [infusion('sodium-bicarbonate', 18.1)], true],
    ['bicarbonate by infusion, 6 h ago', [infusion('sodium-bicarbonate', 18)], false],
    ['bicarbonate as tablets', [infusion('sodium-bicarbonate', 23, { route: 'enteral' })], false],
    ['albuterol inhaled for an hour', [nebulisation('albuterol', 20, 1)], true],
    ['albuterol inhaled for less', [nebulisation('albuterol', 20, 0.9)], false],
    ['albuterol inhaled for an hour, 6 h ago', [nebulisation('albuterol', 18, 1)], false],
    ['levalbuterol inhaled for an hour', [nebulisation('levalbuterol', 20, 1)], true],
    ['another drug by infusion', [infusion('furosemide', 23)], false],
    ['periodic paralysis', [condition('periodic-paralysis')], true],
    ['periodic paralysis that is over', [condition('periodic-paralysis', { isActive: false })], false],
  ])('%s', (_name, facts, expected) => {
    expect(readBlock(shift, facts).isPresent).toBe(expected);
  });

  test('all of it is evidence', () => {
    const facts = [infusion('insulin', 20), condition('periodic-paralysis', { from: at(0) })];
    expect(readBlock(shift, facts).evidence).toEqual([
      { role: 'shift', reference: 'MedicationAdministration/shift', at: at(20) },
      { role: 'shift', reference: 'Condition/periodic-paralysis', at: at(0) },
    ]);
  });
});
