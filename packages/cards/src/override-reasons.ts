import type { Coded } from './card.ts';

/** The code system of the reasons for which a card is dismissed. */
export const OVERRIDE_REASON_SYSTEM = 'https://magwatch.example/CodeSystem/override-reason';

/** Clinical catalogue §4.0, override reasons. */
const DISPLAYS: Readonly<Record<string, string>> = {
  OR1: 'Already treated or ordered',
  OR2: 'Value known and accepted (chronic, plan documented)',
  OR3: 'Specimen or lab error suspected',
  OR4: 'Magnesium contraindicated',
  OR5: 'Comfort care',
  OR6: 'Shift or DKA protocol in use',
  OR7: 'Will recheck first',
  OR8: 'Not my patient / other team',
  OR9: 'Benefit outweighs risk',
  OR10: 'Other (free text)',
};

/** The reasons by their ids, in the given order; ids that the catalogue does not know are left out. */
export function overrideReasons(ids: readonly string[]): readonly Coded[] {
  return ids.flatMap((code) => {
    const display = DISPLAYS[code];
    return display === undefined ? [] : [{ system: OVERRIDE_REASON_SYSTEM, code, display }];
  });
}
