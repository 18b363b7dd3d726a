import { isMoreSevere, type Mode, modeOf, type Parameters } from '@magwatch/rules';
import type { Alert } from './contract.ts';
import type { Step } from './outcome.ts';

/**
 * Which rules say a milder one too: their cards carry it as a line (clinical catalogue §4.0, presentation).
 * The first in the list wins among equals.
 */
const INHIBITORS: Readonly<Record<string, readonly string[]>> = {
  'mg-low': ['torsades-risk-low-mg-k', 'digoxin-low-mg-k', 'refractory-hypokalemia-low-mg', 'hypocalcemia-low-mg'],
};

const VISIBILITY: Readonly<Record<Mode, number>> = { off: 0, silent: 1, worklist: 2, card: 3 };

/** The rules whose alerts can say that of `ruleId` too. */
export const inhibitorsOf = (ruleId: string): readonly string[] => INHIBITORS[ruleId] ?? [];

/** The same steps; alerts that another one says too name it. An alert is never inhibited by a milder or a less visible one. */
export function inhibit(steps: readonly Step[], parameters: Parameters): readonly Step[] {
  const byRule = new Map(steps.map((step) => [step.ruleId, step]));
  return steps.map((step) => {
    const { alert } = step;
    if (!alert || !isShown(alert)) return step;
    const inhibitedBy = findInhibitor(alert, { byRule, parameters })?.id;
    if (inhibitedBy === alert.inhibitedBy) return step;
    const { inhibitedBy: _before, ...rest } = alert;
    return { ...step, alert: inhibitedBy === undefined ? rest : { ...rest, inhibitedBy } };
  });
}

const isShown = (alert: Alert): boolean => alert.state !== 'closed' && alert.state !== 'held';

interface Others {
  readonly byRule: ReadonlyMap<string, Step>;
  readonly parameters: Parameters;
}

function findInhibitor(alert: Alert, { byRule, parameters }: Others): Alert | undefined {
  let best: Alert | undefined;
  for (const ruleId of inhibitorsOf(alert.ruleId)) {
    const other = byRule.get(ruleId)?.alert;
    // What is in progress has fallen silent: it must not silence another.
    if (!other || !isShown(other) || other.state === 'in-progress') continue;
    if (isMoreSevere(alert.severity, other.severity)) continue;
    if (VISIBILITY[modeOf(parameters, ruleId)] < VISIBILITY[modeOf(parameters, alert.ruleId)]) continue;
    if (!best || isMoreSevere(other.severity, best.severity)) best = other;
  }
  return best;
}
