import { isDeepStrictEqual } from 'node:util';
import type { Alert } from '@magwatch/alerts';
import { assert, type Instant } from '@magwatch/base';
import { type Explained, explain, type Present, type Rule, readParameters } from '@magwatch/rules';
import {
  type DecisionBasis,
  findAlert,
  findAlertChanges,
  findAssessment,
  findParameterSet,
  findVersions,
  type Store,
} from '@magwatch/store';
import { buildTimeline } from '@magwatch/timeline';
import { numberDeletions } from './number-deletions.ts';
import { verdictOf } from './verdict.ts';

/** Why an alert is as it is, computed again from what it was decided on. */
export type AlertExplained =
  | { readonly is: 'no-such-alert' }
  | { readonly is: 'not-recomputable'; readonly alert: Alert; readonly because: NotRecomputable }
  | {
      readonly is: 'explained';
      readonly alert: Alert;
      /** The instant of the decision. */
      readonly at: Instant;
      /** Of the decision; what a closed alert says may rest on others. */
      readonly parametersVersion: string;
      readonly change: string;
      readonly reason: string;
      /** The rule of the alert. */
      readonly explained: Explained;
      /** All other rules at the same instant, on the same facts. */
      readonly others: readonly Explained[];
      /** Where the answer differs from the stored one; none: it is the same. */
      readonly differences: readonly Difference[];
    };

export type NotRecomputable =
  /** Written before the basis of decisions was kept, or by persons only. */
  | { readonly reason: 'no-basis' }
  | { readonly reason: 'rule-not-installed'; readonly decidedBy: string; readonly installed: string | undefined }
  | { readonly reason: 'parameters-unknown'; readonly version: string };

/** One part of the answer, as it was stored and as it is computed now. */
export interface Difference {
  readonly part: string;
  readonly stored: unknown;
  readonly recomputed: unknown;
}

/**
 * Explains an alert by the decision that it rests on. What happened to it since (a person acted, another alert says it too, its rule
 * fell silent) was no decision on its finding. Reads only.
 */
export async function explainAlert(store: Store, rules: readonly Rule[], alertId: string): Promise<AlertExplained> {
  const alert = await findAlert(store.db, alertId);
  if (!alert) return { is: 'no-such-alert' };
  const change = (await findAlertChanges(store.db, alertId)).find(
    ({ decidedAt, basis }) => decidedAt === alert.decidedAt && basis?.factSequence === alert.factSequence,
  );
  if (!change?.basis) return { is: 'not-recomputable', alert, because: { reason: 'no-basis' } };
  const rule = rules.find(({ id }) => id === alert.ruleId);
  if (rule?.version !== alert.ruleVersion) {
    const because = { reason: 'rule-not-installed', decidedBy: alert.ruleVersion, installed: rule?.version } as const;
    return { is: 'not-recomputable', alert, because };
  }
  const { decidedAt: at, basis } = change;
  const { factSequence, parametersVersion } = basis;
  const all = await recompute(store, { alert, rules, at, basis });
  if (!all)
    return { is: 'not-recomputable', alert, because: { reason: 'parameters-unknown', version: parametersVersion } };
  const explained = all.find((one) => one.rule === rule);
  assert(explained, `${alert.ruleId} is among the rules that were asked`);
  const others = all.filter((one) => one !== explained);
  const stored = await findAssessment(store.db, alert, { at, factSequence });
  const differences = compare(alert, explained, stored?.verdicts[alert.ruleId]);
  const { change: kind, reason } = change;
  return { is: 'explained', alert, at, parametersVersion, change: kind, reason, explained, others, differences };
}

interface Decided {
  readonly alert: Alert;
  readonly rules: readonly Rule[];
  readonly at: Instant;
  readonly basis: DecisionBasis;
}

/** The answers of all rules, the facts, proof of absence, parameters and clock being those of the decision. */
async function recompute(
  store: Store,
  { alert, rules, at, basis }: Decided,
): Promise<readonly Explained[] | undefined> {
  const kept = await findParameterSet(store.db, basis.parametersVersion);
  const read = kept && readParameters(JSON.stringify(kept), basis.parametersVersion);
  if (!read?.ok) return undefined;
  const versions = await findVersions(store.db, alert.source, alert.patient, basis.factSequence);
  const situation = {
    timeline: buildTimeline(numberDeletions(versions)),
    coverage: basis.coverage,
    now: at,
    defaultSetting: basis.defaultSetting,
    occasion: { hook: 'surveillance', drafts: undefined },
  } as const;
  return explain(situation, read.value.parameters, rules);
}

/** The verdict against that of the assessment; of a true finding everything that the alert says, while it says it. */
function compare(alert: Alert, { rule, finding }: Explained, verdict: string | undefined): readonly Difference[] {
  const now = verdictOf(finding);
  if (verdict !== undefined && verdict !== now) return [{ part: 'verdict', stored: verdict, recomputed: now }];
  if (finding.verdict !== 'present' || alert.state === 'closed') return [];
  const recomputed = partsOf(finding, rule.card.summary(finding));
  const stored: Readonly<Record<string, unknown>> = partsOf(alert, alert.summary);
  return Object.entries(recomputed).flatMap(([part, value]) =>
    isDeepStrictEqual(plain(value), plain(stored[part])) ? [] : [{ part, stored: stored[part], recomputed: value }],
  );
}

type Said = Pick<Present, 'severity' | 'figures' | 'evidence' | 'missing' | 'notes' | 'explainedBy'>;

const partsOf = ({ severity, figures, evidence, missing, notes, explainedBy }: Said, summary: string) => ({
  severity,
  summary,
  figures,
  evidence,
  missing,
  notes,
  explainedBy,
});

/** As it comes back from the database: without what is undefined. */
const plain = (value: unknown): unknown =>
  value === undefined ? undefined : (JSON.parse(JSON.stringify(value)) as unknown);
