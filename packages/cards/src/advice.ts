import type { Alert } from '@magwatch/alerts';
import { guardOf, type OfferedMagnesium, REFUSAL_WORDS } from './guard.ts';
import { courseText, isEmergency, stopAction } from './magnesium-drafts.ts';

/**
 * What a card says of magnesium beside its suggestions: what is drafted and on what grounds, or why nothing is and whom
 * to ask.
 */
export function adviceOf(alert: Alert, ids: readonly string[]): readonly string[] {
  return [...magnesiumAdvice(alert, ids), ...stopAdvice(alert, ids)];
}

function magnesiumAdvice(alert: Alert, ids: readonly string[]): readonly string[] {
  const isIntravenous = ids.includes('SG2');
  if (!isIntravenous && !ids.includes('SG3')) return [];
  const guarded = guardOf(alert);
  if ('refused' in guarded) {
    const why = guarded.refused.map((reason) => REFUSAL_WORDS[reason]).join('; ');
    return [`No magnesium order is drafted: ${why}.`];
  }
  return [
    ...(isIntravenous ? [intravenousAdvice(guarded)] : []),
    ...(ids.includes('SG3') ? [oralAdvice(guarded)] : []),
  ];
}

function intravenousAdvice(draft: OfferedMagnesium): string {
  const label = 'The label allows at most 20 g in 48 h with severe renal insufficiency, with frequent levels.';
  return [
    `The renal-safety guard allows a draft, to be checked and signed: magnesium sulfate ${courseText(draft)}.`,
    `It rests on the magnesium in the table and on ${groundsText(draft)}.`,
    ...(LABEL_LIMIT.has(draft.by) ? [label] : []),
  ].join(' ');
}

const LABEL_LIMIT: ReadonlySet<OfferedMagnesium['by']> = new Set(['egfr-severe', 'kidney-injury']);

/** The time comes as ISO 8601: the card turns it into that of the ward. */
function groundsText({ by, egfr, egfrAt }: OfferedMagnesium): string {
  const known = `eGFR ${egfr} (${egfrAt})`;
  return by === 'kidney-injury' ? `acute kidney injury, in which an eGFR is not reliable: ${known}` : known;
}

function oralAdvice({ oral, egfr, egfrAt }: OfferedMagnesium): string {
  switch (oral) {
    case 'first':
      return 'Without symptoms tablets are tried before an infusion: the deficit is mild, and potassium is at worst mildly low.';
    case 'unsafe':
      return `No oral magnesium is drafted: the kidneys may not excrete it (eGFR ${egfr}, ${egfrAt}).`;
    case 'possible':
      return 'By mouth it is slow and may cause diarrhea; not with ileus or a high-output stoma.';
  }
}

function stopAdvice(alert: Alert, ids: readonly string[]): readonly string[] {
  if (!ids.includes('SG11') || isEmergency(alert) || stopAction(alert)) return [];
  return [
    'Discuss stopping or holding products that contain magnesium (infusions, laxatives, antacids, enemas), ' +
      'per local protocol and renal function.',
  ];
}
