import { DEFAULT_PARAMETERS, type Finding, type Parameters, type Present } from '@magwatch/rules';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Action, act } from './act.ts';
import type { Alert } from './contract.ts';
import { decide } from './decide.ts';
import { inhibitorsOf } from './inhibit.ts';
import { nextReview } from './review.ts';
import {
  ABSENT,
  at,
  createWard,
  explained,
  fired,
  magnesium,
  sampleInput,
  stored,
  UNKNOWN,
  version,
} from './sample.ts';

const RULES = ['mg-low', 'refractory-hypokalemia-low-mg', 'hypermagnesemia'] as const;

const severity = fc.constantFrom<Present['severity']>('info', 'warning', 'critical');
const evidence = fc.record({ value: fc.constantFrom(0.9, 1.3, 1.4, 1.6), id: fc.integer({ min: 0, max: 3 }) });

const present = fc
  .tuple(severity, fc.array(evidence, { minLength: 1, maxLength: 3 }), fc.boolean())
  .map(([how, items, isExplained]): Present => {
    const list = items.map(({ value, id }) => magnesium(value, id, `mg-${id}`));
    return isExplained ? explained(how, ...list) : fired(how, ...list);
  });

const finding: fc.Arbitrary<Finding> = fc.oneof(
  { weight: 5, arbitrary: present },
  fc.constant(ABSENT),
  fc.constant(UNKNOWN),
  fc.constantFrom<Finding>(
    { verdict: 'not-applicable', reason: 'dialysis' },
    { verdict: 'not-applicable', reason: 'deceased' },
  ),
);

const action = fc.constantFrom<Action>(
  { type: 'acknowledge', comment: 'seen' },
  { type: 'snooze', untilNextResult: true },
  { type: 'resolve', resolution: 'advice-declined' },
  { type: 'reopen' },
);

interface Moment {
  readonly afterHours: number;
  readonly findings: Readonly<Record<string, Finding>>;
  readonly acts: readonly Action[];
  readonly parameters: Parameters;
  readonly isWithdrawn: boolean;
  readonly dischargedAfter: number | undefined;
}

const parameters = fc
  .record({ grace: fc.constantFrom(0, 0, 60), mode: fc.constantFrom<'card' | 'silent'>('card', 'card', 'silent') })
  .map(
    ({ grace, mode }): Parameters => ({
      ...DEFAULT_PARAMETERS,
      grace_min: { default: grace },
      mode: { default: mode },
    }),
  );

const moment: fc.Arbitrary<Moment> = fc.record({
  afterHours: fc.constantFrom(0, 0.5, 6, 30, 200),
  findings: fc.record({ [RULES[0]]: finding, [RULES[1]]: finding, [RULES[2]]: finding }, { requiredKeys: [] }),
  acts: fc.array(action, { maxLength: 2 }),
  parameters,
  isWithdrawn: fc.boolean(),
  dischargedAfter: fc.option(fc.integer({ min: 0, max: 3 }), { nil: undefined }),
});

/** Lives through moments; `check` sees each assessment. Persons act on the first alert after it. */
function live(
  moments: readonly Moment[],
  check: (input: AssessInput, before: readonly Alert[]) => void,
): readonly Alert[] {
  let alerts: readonly Alert[] = [];
  let hours = 0;
  for (const { afterHours, findings, acts, parameters: settings, isWithdrawn, dischargedAfter } of moments) {
    hours += afterHours;
    const input = sampleInput(findings, {
      alerts,
      hours,
      parameters: settings,
      versions: isWithdrawn ? [version(magnesium(1.4, 0, 'mg-0'), { state: 'withdrawn' })] : [],
      ...(dischargedAfter === undefined ? {} : { dischargedAt: at(dischargedAfter) }),
    });
    check(input, alerts);
    alerts = stored(alerts, decide(input));
    for (const one of acts) {
      const latest = alerts.filter((alert) =>
        alerts.every((other) => other.ruleId !== alert.ruleId || other.episode <= alert.episode),
      );
      const [alert] = latest;
      const result = alert && act(alert, one, { now: at(hours), parameters: settings });
      if (result?.ok) alerts = stored(alerts, [result.value]);
    }
  }
  return alerts;
}
type AssessInput = ReturnType<typeof sampleInput>;

const moments = fc.array(moment, { minLength: 1, maxLength: 12 });

describe('whatever happens', () => {
  test('a rule has at most one active alert, and episodes have different ids', () => {
    fc.assert(
      fc.property(moments, (given) => {
        const alerts = live(given, () => undefined);
        for (const ruleId of RULES) {
          const ofRule = alerts.filter((alert) => alert.ruleId === ruleId);
          expect(ofRule.filter(({ state }) => state !== 'closed').length).toBeLessThanOrEqual(1);
          expect(new Set(ofRule.map(({ episode }) => episode)).size).toBe(ofRule.length);
        }
      }),
    );
  });

  test('deciding again on the outcome changes nothing and tells nobody', () => {
    fc.assert(
      fc.property(moments, (given) => {
        live(given, (input, before) => {
          const alerts = stored(before, decide(input));
          for (const decision of decide({ ...input, alerts })) {
            expect([decision.change, decision.tell]).toEqual(['none', 'nobody']);
            if (decision.alert) expect(decision.alert).toBe(decision.before);
          }
        });
      }),
    );
  });

  test('the revision rises with every change and with nothing else', () => {
    fc.assert(
      fc.property(moments, (given) => {
        live(given, (input) => {
          for (const { change, before, alert } of decide(input)) {
            const rise = (alert?.revision ?? 0) - (before?.revision ?? 0);
            expect(rise).toBe(change === 'none' ? 0 : 1);
          }
        });
      }),
    );
  });

  test('destinations hear of an end exactly when they know of a beginning, and never of silent rules', () => {
    fc.assert(
      fc.property(moments, (given) => {
        live(given, (input) => {
          for (const { before, alert, tell } of decide(input)) {
            if (tell === 'withdraw') expect(before?.toldSeverity).toBeDefined();
            if (alert?.state === 'closed') expect(alert.toldSeverity).toBeUndefined();
            if (input.parameters.mode.default === 'silent') expect(['withdraw', 'nobody']).toContain(tell);
          }
        });
      }),
    );
  });

  test('unknown closes nothing before it is too old, unless its result is gone or the patient is', () => {
    fc.assert(
      fc.property(moments, (given) => {
        live(given, (input) => {
          if (input.dischargedAt !== undefined || input.timeline.current.size > 0) return;
          const unknownNow = new Set(
            input.evaluations.filter((one) => one.finding.verdict === 'unknown').map(({ rule }) => rule.id),
          );
          for (const { ruleId, before, alert } of decide(input)) {
            if (!unknownNow.has(ruleId) || !before || before.state === 'closed' || alert?.state !== 'closed') continue;
            expect(alert.closed).toMatchObject({
              as: before.state === 'held' ? 'cancelled' : 'expired',
              reason: 'evidence-too-old',
            });
          }
        });
      }),
    );
  });

  test('an inhibited alert has an inhibitor that is open, as severe, and tells', () => {
    fc.assert(
      fc.property(moments, (given) => {
        for (const { inhibitedBy, ruleId, state } of live(given, () => undefined)) {
          if (inhibitedBy === undefined) continue;
          expect(state).not.toBe('closed');
          expect(inhibitorsOf(ruleId)).toContain(inhibitedBy.split('#')[0]);
        }
      }),
    );
  });

  test('the next review lies ahead', () => {
    fc.assert(
      fc.property(moments, (given) => {
        live(given, (input, before) => {
          const next = nextReview(stored(before, decide(input)), input.parameters);
          if (next !== undefined) expect(next).toBeGreaterThan(input.now);
        });
      }),
    );
  });
});

describe('the order in which facts arrive', () => {
  /** What is shown at the end: rule, severity, evidence. What is in progress depends on what had been shown before. */
  const shown = (alerts: readonly Alert[]) =>
    alerts
      .filter(({ state }) => state === 'open' || state === 'held')
      .map(({ ruleId, severity: how, evidence: on, inhibitedBy, toldSeverity }) => ({
        ruleId,
        how,
        // The same item twice says no more than once.
        references: [...new Set(on.map((item) => JSON.stringify(item)))].sort(),
        isInhibited: inhibitedBy !== undefined,
        // What was told once and is info now stays known; what was info from the beginning was never told.
        toldSeverity: how === 'info' ? undefined : toldSeverity,
      }))
      .sort((a, b) => (a.ruleId < b.ruleId ? -1 : 1));

  const findings = fc.record({ [RULES[0]]: finding, [RULES[1]]: finding, [RULES[2]]: finding });
  const isSettled = (one: Finding): boolean => one.verdict !== 'unknown';

  test('does not decide what is shown at the end', () => {
    fc.assert(
      fc.property(
        fc.array(findings, { maxLength: 6 }),
        fc.array(findings, { maxLength: 6 }),
        findings,
        (one, other, last) => {
          fc.pre(Object.values(last).every(isSettled));
          const ends = [one, other].map((way) => {
            const ward = createWard();
            for (const step of [...way, last]) ward.assess(4, step);
            return shown(ward.alerts());
          });
          expect(ends[0]).toEqual(ends[1]);
        },
      ),
    );
  });
});
