import type { Alert } from '@magwatch/alerts';
import { addHours, type Instant, instantOf } from '@magwatch/base';
import type { Family, Rule } from '@magwatch/rules';
import type { Evidence } from '@magwatch/timeline';

/** Hand-made alerts and rules: what the tests of this package are written in. */

const START = instantOf(Date.UTC(2026, 2, 10, 8));
export const at = (hours: number): Instant => addHours(START, hours);

export const CARD_UUID = '3f0c1d2e-8a4b-4c5d-9e6f-7a8b9c0d1e2f';

export function sampleRule(id: string, family: Family, card: Partial<Rule['card']> = {}): Rule {
  return {
    id,
    version: '1.0.0',
    family,
    title: `Title of ${id}`,
    inputs: [],
    conditions: [{ says: `${id} holds`, check: () => ({ is: 'yes' }) }],
    explanations: [],
    severity: { steps: [], otherwise: 'info' },
    describe: () => ({ figures: {}, evidence: [] }),
    card: {
      summary: () => id,
      detail: () => [],
      suggestions: [],
      overrideReasons: [],
      citations: [],
      ...card,
    },
  };
}

const REFRACTORY = sampleRule('refractory-hypokalemia-low-mg', 'mg-k', {
  detail: ({ figures }) => [
    `Potassium rose ${figures['riseMmolPerL']} mmol/L after ${figures['doseMEq']} mEq; about ${figures['expectedMmolPerL']} was expected.`,
    'Low magnesium can make hypokalemia refractory.',
    'Replace Mg together with K – do not hold urgent K.',
  ],
  suggestions: ['SG2', 'SG3', 'SG5', 'SG6', 'SG4', 'SG9'],
  overrideReasons: ['OR1', 'OR2', 'OR4', 'OR10'],
  citations: ['Huang & Kuo 2007', 'Whang 1992'],
});

const MG_LOW = sampleRule('mg-low', 'level', { suggestions: ['SG2', 'SG6'], overrideReasons: ['OR1', 'OR10'] });
const HIGH = sampleRule('hypermagnesemia', 'safety', { suggestions: ['SG11', 'SG4'] });
const SPECIMEN = sampleRule('specimen-suspect-electrolytes', 'data', { suggestions: ['SG12'] });
const HYPOCALCEMIA = sampleRule('hypocalcemia-low-mg', 'mg-ca', { suggestions: ['SG2', 'SG8'] });
export const RULES: readonly Rule[] = [MG_LOW, SPECIMEN, HYPOCALCEMIA, REFRACTORY, HIGH];

/** Figures of the renal-safety guard: 2 g over 2 h. */
export const OFFERED = {
  magnesiumDraftG: 2,
  magnesiumDraftHours: 2,
  magnesiumDraftBy: 'mild',
  magnesiumDraftOral: 'possible',
  magnesiumDraftEgfr: '75 mL/min/1.73 m²',
  magnesiumDraftEgfrAt: '2026-03-10T08:00:00Z',
};

const dose = (id: number): Evidence => ({
  role: 'potassium-dose',
  reference: `MedicationAdministration/${id}`,
  value: 20,
  unit: 'meq',
  at: at(id),
});

/** A patient on 80 mEq of potassium whose magnesium is low. */
const REFRACTORY_EVIDENCE: readonly Evidence[] = [
  { role: 'magnesium', reference: 'Observation/mg1', value: 1.4, unit: 'mg/dL', at: at(-2) },
  { role: 'potassium', reference: 'Observation/k2', value: 2.9, unit: 'mmol/L', at: at(26) },
  { role: 'potassium-baseline', reference: 'Observation/k1', value: 2.8, unit: 'mmol/L', at: at(0) },
  dose(2),
  dose(6),
  dose(10),
  dose(14),
];

export function sampleAlert(change: Partial<Alert> = {}): Alert {
  const { ruleId = 'refractory-hypokalemia-low-mg', episode = 1 } = change;
  return {
    id: `${ruleId}#${episode}`,
    source: 'ward',
    patient: 'Patient/p1',
    ruleId,
    episode,
    ruleVersion: '1.0.0',
    parametersVersion: 'a1b2c3',
    state: 'open',
    severity: 'warning',
    summary: 'K 2.9 after 80 mEq in 26 h and Mg 1.4: low Mg may be blocking K repletion',
    figures: { doseMEq: 80, riseMmolPerL: 0.1, expectedMmolPerL: 0.8 },
    missing: ['egfr', 'qtc'],
    evidence: REFRACTORY_EVIDENCE,
    notes: [],
    episodeStart: at(26),
    openedAt: at(27),
    stateSince: at(27),
    lastTrueAt: at(27),
    revision: 1,
    decidedAt: at(27),
    factSequence: 12,
    ...change,
  };
}
