import type { Alert } from '@magwatch/alerts';
import type { Parameters, Severity } from '@magwatch/rules';
import type { Coded } from './card.ts';

/** The code system of the reasons for which a card is dismissed. */
export const OVERRIDE_REASON_SYSTEM = 'https://magwatch.example/CodeSystem/override-reason';

/** A reason with what follows from it (clinical catalogue §4.0, §5). It never changes the alert itself. */
interface OverrideReason {
  readonly display: string;
  /** Beside the silence for whoever dismissed: a task for the laboratory, another look, another reader. */
  readonly asks?: 'specimen-check' | 'reevaluation' | 'reroute';
  /** How long the card stays away, in hours, where the site's time for the severity is not it; 0: it comes back at once. */
  readonly hours?: Partial<Readonly<Record<Severity, number>>>;
  /** Words of the person's own belong to it. */
  readonly needsText?: true;
}

const everySeverity = (hours: number) => ({ info: hours, warning: hours, critical: hours });

/** A warning of something that stays as it is: three days, not one. */
const LASTING = { warning: 72 };
const RECHECK_HOURS = 12;

const REASONS: Readonly<Record<string, OverrideReason>> = {
  OR1: { display: 'Already treated or ordered' },
  OR2: { display: 'Value known and accepted (chronic, plan documented)', hours: LASTING },
  OR3: { display: 'Specimen or lab error suspected', asks: 'specimen-check' },
  OR4: { display: 'Magnesium contraindicated', hours: LASTING },
  OR5: { display: 'Comfort care' },
  OR6: { display: 'Shift or DKA protocol in use' },
  OR7: { display: 'Will recheck first', asks: 'reevaluation', hours: everySeverity(RECHECK_HOURS) },
  OR8: { display: 'Not my patient / other team', asks: 'reroute', hours: everySeverity(0) },
  OR9: { display: 'Benefit outweighs risk' },
  OR10: { display: 'Other (free text)', needsText: true },
};

export const OVERRIDE_REASON_CODES: readonly string[] = Object.keys(REASONS);

/** The reasons by their ids, in the given order; ids that the catalogue does not know are left out. */
export function overrideReasons(ids: readonly string[]): readonly Coded[] {
  return ids.flatMap((code) => {
    const reason = REASONS[code];
    return reason ? [{ system: OVERRIDE_REASON_SYSTEM, code, display: reason.display }] : [];
  });
}

/** What a dismissal of a card leads to. */
export interface Consequence {
  /** For whoever dismissed it; the alert stays as it is for all others. */
  readonly silentHours: number;
  readonly asks?: OverrideReason['asks'];
  readonly needsText: boolean;
}

/**
 * What follows when a card is dismissed for this reason; a reason that is missing or unknown counts as none given: the
 * silence of the severity and nothing else. Rule 17 asks for words where its alert is critical, and says so in a note.
 */
export function consequenceOf(
  code: string | undefined,
  { severity, notes }: Pick<Alert, 'severity' | 'notes'>,
  { dedup_h }: Pick<Parameters, 'dedup_h'>,
): Consequence {
  const reason = code === undefined ? undefined : REASONS[code];
  return {
    silentHours: reason?.hours?.[severity] ?? dedup_h[severity].afterOverride,
    ...(reason?.asks ? { asks: reason.asks } : {}),
    needsText: reason?.needsText === true || notes.includes('override-needs-text'),
  };
}
