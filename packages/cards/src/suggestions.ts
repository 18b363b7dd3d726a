import type { Alert } from '@magwatch/alerts';
import type { Action, Suggestion } from './card.ts';
import { pharmacistAction, testAction } from './drafts.ts';
import { guardOf, type OfferedMagnesium } from './guard.ts';
import { intravenousAction, oralAction, stopAction } from './magnesium-drafts.ts';
import { companionTests, isKnownSince, recheckTime } from './recent-tests.ts';

/** A template of clinical catalogue §4.0; without actions it is not offered. */
interface Template {
  readonly label: string | ((alert: Alert) => string);
  readonly actions: (alert: Alert) => readonly Action[];
}

/** Of the guard, where it offers a draft. */
function offeredOf(alert: Alert): OfferedMagnesium | undefined {
  const guarded = guardOf(alert);
  return 'refused' in guarded ? undefined : guarded;
}

const isRefusedFor = (alert: Alert, reason: 'egfr-unknown' | 'magnesium-unknown'): boolean => {
  const guarded = guardOf(alert);
  return 'refused' in guarded && guarded.refused.includes(reason);
};

const TEMPLATES: Readonly<Record<string, Template>> = {
  SG1: {
    label: 'Order a magnesium level',
    actions: (alert) =>
      isKnownSince(alert, /^magnesium$/) ? [] : [testAction(alert, 'magnesium'), ...companionTests(alert)],
  },
  SG2: { label: intravenousLabel, actions: intravenousActions },
  SG3: {
    label: 'Draft oral magnesium',
    actions: (alert) => {
      const draft = offeredOf(alert);
      return draft && draft.oral !== 'unsafe' ? [oralAction(alert)] : [];
    },
  },
  SG4: { label: 'Order an ECG', actions: (alert) => [testAction(alert, 'ecg')] },
  SG5: {
    label: 'Recheck potassium',
    actions: (alert) => [testAction(alert, 'potassium', '2–4 h after a potassium dose; 6–12 h after magnesium')],
  },
  SG6: {
    label: 'Recheck magnesium',
    // Where no level is known the first one is what to order (SG1).
    actions: (alert) =>
      isRefusedFor(alert, 'magnesium-unknown') ? [] : [testAction(alert, 'magnesium', recheckTime(alert))],
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
  SG10: {
    label: 'Order phosphate; give thiamine',
    actions: (alert) => [
      testAction(alert, 'phosphate', 'thiamine before and with feeding; this order is for the level only'),
    ],
  },
  SG11: {
    label: 'Propose to stop or hold magnesium',
    actions: (alert) => {
      const action = stopAction(alert);
      return action ? [action] : [];
    },
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
  // The catalogue names these in its rules, without a number. Creatinine is also what stands in the place of magnesium while no
  // eGFR is known.
  SG14: {
    label: 'Order creatinine for the eGFR',
    actions: (alert) =>
      isKnownSince(alert, /^(creatinine|egfr)$/) ? [] : [testAction(alert, 'creatinine', 'for the eGFR')],
  },
  SG15: { label: 'Order an ionized magnesium', actions: (alert) => [testAction(alert, 'magnesium-ionized')] },
  SG16: { label: 'Order a spot urine potassium', actions: (alert) => [testAction(alert, 'urine-potassium')] },
  SG17: {
    label: 'Repeat magnesium',
    actions: (alert) => [testAction(alert, 'magnesium', 'new draw, away from a running infusion')],
  },
};

function intravenousLabel(alert: Alert): string {
  const draft = offeredOf(alert);
  if (!draft) return '';
  const { grams, hours, oral } = draft;
  const choice = oral === 'first' ? ' (with symptoms, or if not by mouth)' : '';
  return `Draft magnesium sulfate ${grams} g IV over ${hours} h${choice}`;
}

/** A dose for poor kidneys and the pharmacist's look at it belong together. */
function intravenousActions(alert: Alert): readonly Action[] {
  const draft = offeredOf(alert);
  if (!draft) return [];
  const isForPoorKidneys = draft.by === 'egfr-severe' || draft.by === 'kidney-injury';
  const review = 'Please co-review this magnesium order: the kidneys are poor, single dose, recheck before any repeat.';
  return [intravenousAction(alert, draft), ...(isForPoorKidneys ? [pharmacistAction(alert, review)] : [])];
}

/** The suggestions of a card, by the ids of the catalogue and in their order; what the guard forbids is left out. */
export function suggestionsOf(alert: Alert, ids: readonly string[], cardUuid: string): readonly Suggestion[] {
  return inOrder(alert, ids).flatMap((id) => {
    const template = TEMPLATES[id];
    const actions = template?.actions(alert) ?? [];
    if (!template || actions.length === 0) return [];
    const label = typeof template.label === 'string' ? template.label : template.label(alert);
    return [{ label, uuid: suggestionUuid(cardUuid, id), actions }];
  });
}

/** Tablets before an infusion where they come first, and creatinine in the place of both where no eGFR is known. */
function inOrder(alert: Alert, ids: readonly string[]): readonly string[] {
  const place = ids.findIndex((id) => id === 'SG2' || id === 'SG3');
  if (place < 0) return ids;
  const others = ids.slice(place).filter((id) => id !== 'SG2' && id !== 'SG3');
  const magnesium = ['SG2', 'SG3'].filter((id) => ids.includes(id));
  if (offeredOf(alert)?.oral === 'first') magnesium.reverse();
  const creatinine = isRefusedFor(alert, 'egfr-unknown') ? ['SG14'] : [];
  return [...new Set([...ids.slice(0, place), ...creatinine, ...magnesium, ...others])];
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
