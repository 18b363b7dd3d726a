import { formatInstant, roundToSignificant } from '@magwatch/base';
import type { Calcium } from './blocks/calcium.ts';
import type { Magnesium } from './blocks/magnesium.ts';
import type { MagnesiumDraft, OfferedDraft } from './blocks/renal-safety.ts';
import type { Figures } from './contract.ts';
import { concentrationText, quantityText, resultText } from './words.ts';

const FIGURE_DIGITS = 6;

/** Rounded so that a figure reads as a person would write it; thresholds were compared before. */
export const figure = (value: number): number => roundToSignificant(value, FIGURE_DIGITS);

/** The magnesium that set the grade: as reported, in mmol/L, and its grade. */
export function magnesiumFigures({ result, grade }: Magnesium): Figures {
  if (!result) return {};
  return {
    magnesium: resultText(result),
    ...(result.analyte === 'magnesium-ionized'
      ? { magnesiumKind: 'ionized', magnesiumIonizedMmolPerL: figure(result.canonical) }
      : { magnesiumKind: 'total', magnesiumMmolPerL: figure(result.canonical) }),
    magnesiumGrade: grade,
  };
}

/** The calcium that set the state: as reported, how it was corrected, and its state. */
export function calciumFigures({ result, state, kind, albumin, correctedValue }: Calcium): Figures {
  if (!result || kind === undefined) return {};
  return {
    calcium: resultText(result),
    calciumKind: kind,
    calciumState: state,
    calciumMmolPerL: figure(result.canonical),
    ...(kind === 'corrected' && correctedValue !== undefined
      ? {
          calciumCorrected: quantityText(correctedValue, result.compared.unit),
          calciumCorrectedMmolPerL: figure((correctedValue / result.compared.value) * result.canonical),
        }
      : {}),
    ...(albumin ? { albuminGPerL: figure(albumin.canonical) } : {}),
  };
}

/** "iCa 0.98 mmol/L", "Ca 7.8 mg/dL (corrected)". */
export function calciumText(figures: Figures): string {
  const { calcium, calciumKind, calciumCorrected } = figures;
  if (calciumKind === 'ionized') return `iCa ${calcium}`;
  return calciumKind === 'corrected' ? `Ca ${calciumCorrected} (corrected)` : `Ca ${calcium}`;
}

/** "Mg 1.4 mg/dL", "iMg 0.4 mmol/L". */
export const magnesiumText = ({ magnesium, magnesiumKind }: Figures): string =>
  `${magnesiumKind === 'ionized' ? 'iMg' : 'Mg'} ${magnesium}`;

/** "K 2.9". */
export const potassiumText = ({ potassiumMmolPerL }: Figures): string =>
  `K ${typeof potassiumMmolPerL === 'number' ? concentrationText(potassiumMmolPerL) : potassiumMmolPerL}`;

/** The figures of the guard: where one of them changes, what a card drafts changes. */
export const MAGNESIUM_DRAFT_FIGURES = [
  'magnesiumDraftG',
  'magnesiumDraftHours',
  'magnesiumDraftBy',
  'magnesiumDraftOral',
  'magnesiumDraftEgfr',
  'magnesiumDraftEgfrAt',
  'noMagnesiumDraft',
] as const;

/**
 * What the renal-safety guard says, for the card of an alert. An offer: `magnesiumDraftG` grams of magnesium sulfate over
 * `magnesiumDraftHours`, chosen by `magnesiumDraftBy` (a grade of magnesium, or kidneys that allow no more), with the eGFR and
 * its time; `magnesiumDraftOral` says where tablets stand. Otherwise `noMagnesiumDraft` has the reasons, joined by a comma.
 */
export function magnesiumDraftFigures(draft: MagnesiumDraft): Figures {
  if ('refused' in draft) return { noMagnesiumDraft: draft.refused.join(', ') };
  return {
    magnesiumDraftG: draft.grams,
    magnesiumDraftHours: draft.hours,
    magnesiumDraftBy: draft.by,
    magnesiumDraftOral: draft.oral,
    magnesiumDraftEgfr: egfrText(draft.egfr),
    magnesiumDraftEgfrAt: formatInstant(draft.egfr.result.at),
  };
}

/**
 * In whole units, with the comparator of the laboratory: "45 mL/min/1.73 m²", "<30 …", "45 … from creatinine". A creatinine
 * of ">15" leaves less than what 15 gives.
 */
function egfrText({ value, source, result: { comparator } }: OfferedDraft['egfr']): string {
  const text = quantityText(Math.round(value), 'mL/min/{1.73_m2}');
  if (source === 'reported') return `${comparator ?? ''}${text}`;
  return `${comparator === undefined ? '' : '<'}${text} from creatinine`;
}
