import { describe, expect, test } from 'vitest';
import { assertComplete, loadBuiltIn } from './built-in.ts';

const rows = loadBuiltIn();

const row = { system: 'urn:x', code: '1', display: 'x', concept: 'potassium', verification: 'verified', source: 'X' };

describe('every concept can be known', () => {
  test('all that come with Magwatch', () => {
    expect(() => assertComplete(rows)).not.toThrow();
  });
  test.each(['magnesium', 'digoxin', 'pacemaker', 'myasthenia-gravis'])(
    'without a code for %s nothing starts',
    (name) => {
      expect(() => assertComplete(rows.filter(({ concept }) => concept !== name))).toThrow(
        `no code stands for ${name}`,
      );
    },
  );
  test('a concept that needs no code must not have one in secret', () => {
    const [added] = loadBuiltIn([[{ ...row, concept: 'enteral-nutrition' }]]);
    expect(() => assertComplete(added ? [...rows, added] : [])).toThrow('enteral-nutrition has a code by now');
  });
});

describe('what is not the patient’s own blood or urine is ignored', () => {
  test.each([
    'Potassium [Moles/volume] in Serum or Plasma --post dialysis',
    'Magnesium [Moles/volume] in Dialysis fluid',
    'Calcium.ionized [Moles/volume] in Blood drawn from CRRT circuit',
    'Magnesium [Mass/volume] in Red Blood Cells',
    'Magnesium [Mass/volume] in Body fluid',
  ])('%s', (display) => {
    expect(() => loadBuiltIn([[{ ...row, display }]])).toThrow('is not of the patient');
    expect(loadBuiltIn([[{ ...row, display, concept: 'ignore' }]])).toHaveLength(1);
  });
  test('a sample before dialysis is the patient’s', () => {
    expect(loadBuiltIn([[{ ...row, display: 'Potassium --pre dialysis' }]])).toHaveLength(1);
  });
});

describe('codes of the clinical catalogue', () => {
  test('an ICD-10-CM code of up to five characters stands for all that begin so', () => {
    const codes = rows.filter(({ system }) => system === 'http://hl7.org/fhir/sid/icd-10-cm');
    for (const { code, match } of codes)
      expect([code, match]).toEqual([code, code.replace('.', '').length <= 5 ? 'prefix' : 'exact']);
  });
  test('brackets in names are closed', () => {
    const open = rows.filter(({ display }) => display.split('(').length !== display.split(')').length);
    expect(open).toEqual([]);
  });
  test('no row stands twice', () => {
    const keys = rows.map(({ system, code }) => `${system}|${code}`);
    expect(new Set(keys).size).toBe(keys.length);
  });
});
