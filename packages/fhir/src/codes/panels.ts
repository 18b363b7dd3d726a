import type { Analyte } from '@magwatch/timeline';

/** Members of the panels that rules ask about. Magnesium is in none of them. */
const METABOLIC = ['potassium', 'calcium', 'creatinine', 'glucose', 'bicarbonate'] as const;
const PANELS = new Map<string, readonly Analyte[]>([
  ['24321-2', METABOLIC],
  ['24323-8', [...METABOLIC, 'albumin']],
  ['24362-6', [...METABOLIC, 'albumin', 'phosphate']],
]);

/** What an order of this LOINC panel measures. */
export const membersOfPanel = (code: string): readonly Analyte[] => PANELS.get(code) ?? [];

/** The LOINC codes of the panels that measure an analyte. */
export const panelsWith = (analyte: Analyte): readonly string[] =>
  [...PANELS].filter(([, members]) => members.includes(analyte)).map(([code]) => code);
