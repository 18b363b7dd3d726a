import type { Alert } from '@magwatch/alerts';
import type { Action, Suggestion } from './card.ts';
import { pharmacistAction, testAction } from './drafts.ts';

/** The templates of clinical catalogue §4.0 that end in a draft. None holds a drug or a dose. */
const TEMPLATES: Readonly<
  Record<string, { readonly label: string; readonly actions: (alert: Alert) => readonly Action[] }>
> = {
  SG1: { label: 'Order a magnesium level', actions: (alert) => [testAction(alert, 'magnesium')] },
  SG4: { label: 'Order an ECG', actions: (alert) => [testAction(alert, 'ecg')] },
  SG5: {
    label: 'Recheck potassium',
    actions: (alert) => [testAction(alert, 'potassium', '2–4 h after a potassium dose; 6–12 h after magnesium')],
  },
  SG6: {
    label: 'Recheck magnesium after the infusion',
    actions: (alert) => [
      testAction(alert, 'magnesium', '6 h or more after the end of the infusion, or next morning; 12 h if eGFR <30'),
    ],
  },
  SG7: {
    label: 'Find the cause: spot urine Mg and creatinine',
    actions: (alert) => [
      testAction(alert, 'urine-magnesium', 'before IV magnesium'),
      testAction(alert, 'urine-creatinine', 'from the same urine'),
      testAction(alert, 'magnesium', 'at the time of the urine'),
      testAction(alert, 'creatinine', 'at the time of the urine'),
    ],
  },
  SG8: {
    label: 'Order ionized Ca, PTH, vitamin D',
    actions: (alert) => [
      testAction(alert, 'calcium-ionized'),
      testAction(alert, 'pth'),
      testAction(alert, 'vitamin-d'),
    ],
  },
  SG9: {
    label: 'Ask the pharmacist for a drug review',
    actions: (alert) => [
      pharmacistAction(
        alert,
        'Please review drugs that waste magnesium, the indication of a PPI, and a magnesium-sparing diuretic.',
      ),
    ],
  },
  SG12: {
    label: 'Repeat the sample',
    actions: (alert) => [
      testAction(alert, 'potassium-blood', 'new draw, correct tube order, other arm'),
      testAction(alert, 'calcium', 'from the same draw'),
      testAction(alert, 'magnesium', 'from the same draw'),
    ],
  },
  SG13: {
    label: 'Order a digoxin level',
    actions: (alert) => [testAction(alert, 'digoxin', '6 h or more after a dose')],
  },
};

/** The suggestions of a card, by the ids of the catalogue and in their order. */
export function suggestionsOf(alert: Alert, ids: readonly string[], cardUuid: string): readonly Suggestion[] {
  return ids.flatMap((id) => {
    const template = TEMPLATES[id];
    if (!template) return [];
    return [{ label: template.label, uuid: suggestionUuid(cardUuid, id), actions: template.actions(alert) }];
  });
}

const NO_DRAFT = '(Magwatch drafts no magnesium order and names no dose: it cannot check renal safety yet.)';

/**
 * What the catalogue would answer with a drug order, as a sentence. A magnesium order needs the renal-safety guard
 * of §4.0, which does not exist yet: so none is drafted, and the card says so.
 */
export function adviceOf(ids: readonly string[]): readonly string[] {
  const iv = ids.includes('SG2');
  const oral = ids.includes('SG3');
  const lines: string[] = [];
  if (iv || oral) {
    const route = iv && oral ? 'IV or oral magnesium' : iv ? 'IV magnesium' : 'oral magnesium';
    lines.push(`Consider ${route} per local protocol and renal function. ${NO_DRAFT}`);
  }
  if (ids.includes('SG11'))
    lines.push(
      'Discuss stopping or holding products that contain magnesium (infusions, laxatives, antacids), ' +
        'per local protocol and renal function. (Magwatch drafts no such order yet.)',
    );
  return lines;
}

/**
 * The uuid of a suggestion: that of its card plus the number of its template in the last digits, so that feedback,
 * which names nothing else, can be read without a table.
 */
export function suggestionUuid(cardUuid: string, id: string): string {
  const tail = Number.parseInt(cardUuid.slice(-4), 16);
  const number = Number(id.slice(2));
  if (Number.isNaN(tail) || Number.isNaN(number)) return `${cardUuid}-${id.toLowerCase()}`;
  return cardUuid.slice(0, -4) + ((tail + number) % 0x10000).toString(16).padStart(4, '0');
}

/** The template (`SG1` …) of a suggestion of a card; undefined when the uuid is not one of this card. */
export function findSuggestion(cardUuid: string, uuid: string): string | undefined {
  return Object.keys(TEMPLATES).find((id) => suggestionUuid(cardUuid, id) === uuid);
}
