import { DEFAULT_PARAMETERS, type Finding, type NotApplicable, type Parameters } from '@magwatch/rules';
import type { ResourceVersion } from '@magwatch/timeline';
import { expect, test } from 'vitest';
import { type Action, act } from './act.ts';
import type { Alert, Change, Decision } from './contract.ts';
import { decide } from './decide.ts';
import type { Reason } from './reasons.ts';
import {
  ABSENT,
  alertIn,
  at,
  explained,
  fired,
  magnesium,
  potassium,
  type SampleSituation,
  sampleInput,
  UNKNOWN,
  version,
} from './sample.ts';
import { assertTransition, findTransition, standing, TRANSITIONS } from './transitions.ts';

const RULE = 'mg-low';
const OTHER = 'refractory-hypokalemia-low-mg';
const EVIDENCE = magnesium(1.4, 0);
const POTASSIUM = potassium(3.3, 0);
const LOW = fired('warning', EVIDENCE);
const GRACE: Parameters = { ...DEFAULT_PARAMETERS, grace_min: { default: 60 } };
const SILENT: Parameters = { ...DEFAULT_PARAMETERS, mode: { default: 'silent' } };

/** Every way in which an alert can stand, as it may be found in the store. */
function everyStanding(): readonly (Alert | undefined)[] {
  const [first] = decide(sampleInput({ [RULE]: LOW }));
  if (!first?.alert) throw new Error('an alert was expected');
  const { toldSeverity: _told, escalateAt: _clock, ...base } = first.alert;
  const alert = { ...base, seenEvidence: LOW.evidence };
  const closed = (as: 'resolved' | 'retracted' | 'expired' | 'cancelled', by: 'finding' | 'person'): Alert => ({
    ...alert,
    state: 'closed',
    closed: { as, reason: 'x', at: at(1), by },
  });
  const told = { ...alert, toldSeverity: 'warning' } as const;
  return [
    undefined,
    { ...alert, state: 'held', heldUntil: at(1) },
    { ...alert, state: 'held', heldUntil: at(99) },
    { ...alert, state: 'open' },
    { ...alert, state: 'open', inhibitedBy: 'another' },
    { ...told, state: 'open' },
    { ...told, state: 'acknowledged' },
    { ...told, state: 'snoozed', snooze: { until: at(2) } },
    { ...told, state: 'snoozed', snooze: { untilNextResult: true } },
    { ...told, state: 'snoozed', snooze: {} },
    { ...told, state: 'acknowledged', seenEvidence: [EVIDENCE, POTASSIUM] },
    { ...told, state: 'snoozed', snooze: {}, seenEvidence: [EVIDENCE, POTASSIUM] },
    { ...told, state: 'in-progress', explainedBy: { reason: 'treated', evidence: [] } },
    closed('resolved', 'finding'),
    closed('cancelled', 'finding'),
    closed('retracted', 'finding'),
    closed('resolved', 'person'),
    { ...closed('resolved', 'person'), explainedBy: { reason: 'treated', evidence: [] } },
  ];
}

const EXCLUSIONS: readonly NotApplicable[] = [
  'under-age',
  'comfort-care',
  'deceased',
  'test-patient',
  'dialysis',
  'obstetric-magnesium',
  'setting',
  'no-draft-order',
  'rule-off',
];

const FINDINGS: readonly Finding[] = [
  LOW,
  fired('warning', magnesium(1.35, 2)),
  fired('warning', magnesium(1.0, 2)),
  fired('warning', EVIDENCE, potassium(2.8, 1)),
  fired('warning', EVIDENCE, { role: 'qtc', reference: 'Observation/q', value: 510, unit: 'ms', at: at(1) }),
  fired('warning', EVIDENCE, { role: 'digoxin', reference: 'MedicationRequest/d', at: at(1) }),
  fired('critical', magnesium(0.9, 2)),
  fired('info', magnesium(1.6, 2)),
  explained('warning', EVIDENCE),
  explained('critical', EVIDENCE),
  explained('info', EVIDENCE),
  explained('warning', magnesium(1.3, 2)),
  { ...explained('warning', EVIDENCE), explainedBy: { reason: 'test-pending', evidence: [] } },
  ABSENT,
  UNKNOWN,
  ...EXCLUSIONS.map((reason) => ({ verdict: 'not-applicable', reason }) as const),
];

const VERSIONS: readonly (readonly ResourceVersion[])[] = [
  [],
  [version(EVIDENCE, { state: 'withdrawn' })],
  [version(EVIDENCE, { value: 1.35 })],
];

const SITUATIONS: readonly SampleSituation[] = [
  ...[DEFAULT_PARAMETERS, GRACE, SILENT].flatMap((parameters) =>
    VERSIONS.map((versions) => ({ parameters, versions, hours: 2 })),
  ),
  { hours: 40 },
  { hours: 400 },
  { hours: 2, dischargedAt: at(1) },
  { hours: 2, findingThen: () => ABSENT },
  { hours: 2, parameters: GRACE, findingThen: () => ABSENT },
  { hours: 2, suspectResults: new Set([EVIDENCE.reference]) },
  { hours: 2, parameters: GRACE, suspectResults: new Set([EVIDENCE.reference]) },
];

const ACTIONS: readonly Action[] = [
  { type: 'acknowledge' },
  { type: 'snooze', until: at(9) },
  { type: 'resolve', resolution: 'duplicate' },
  { type: 'reopen' },
];

/** Which row, from where and why: one thing that can happen. */
const nameOf = (decision: Decision, before: Alert | undefined): string | undefined => {
  if (decision.change === 'none' || !decision.alert) return undefined;
  const row = findTransition(before, decision.alert, { change: decision.change, reason: decision.reason });
  return row && `${TRANSITIONS.indexOf(row)} ${standing(before)} ${decision.reason}`;
};

function happenings(): ReadonlySet<string> {
  const seen = new Set<string>();
  const note = (decision: Decision): void => {
    const name = nameOf(decision, decision.before);
    if (name) seen.add(name);
  };
  for (const before of everyStanding()) {
    const alerts = before ? [before] : [];
    for (const situation of SITUATIONS)
      for (const finding of FINDINGS) {
        for (const findings of [{ [RULE]: finding }, { [RULE]: finding, [OTHER]: LOW }])
          for (const decision of decide(sampleInput(findings, { ...situation, alerts }))) note(decision);
      }
    for (const action of before ? ACTIONS : []) {
      const result = before && act(before, action, { now: at(2), parameters: DEFAULT_PARAMETERS });
      if (result?.ok) note(result.value);
    }
  }
  return seen;
}

test('the code does everything that the table says, and nothing else', () => {
  const table = TRANSITIONS.flatMap((row, index) =>
    row.from.flatMap((from) => row.reasons.map((reason) => `${index} ${from} ${reason}`)),
  );
  // What is not in the table stops the program (assertTransition), so that it would have been seen above.
  expect([...happenings()].sort()).toEqual(table.sort());
});

test('no change is in the table twice', () => {
  const keys = TRANSITIONS.flatMap(({ from, to, change, reasons }) =>
    from.flatMap((one) => reasons.map((reason) => `${one} ${to} ${change} ${reason}`)),
  );
  expect(new Set(keys).size).toBe(keys.length);
});

test('a change that the table does not know stops the program', () => {
  const alert = everyStanding()[3];
  if (!alert) throw new Error('an alert was expected');
  expect(() => assertTransition(alert, alert, { change: 'retracted', reason: 'unchanged' })).toThrow(
    /no transition open → open/,
  );
});

test.each<[string, Alert | undefined, Alert, readonly [Change, Reason]]>([
  [
    'a row that keeps the state, another state',
    alertIn('open'),
    alertIn('acknowledged'),
    ['updated', 'evidence-changed'],
  ],
  ['a row to another state', undefined, alertIn('held'), ['opened', 'finding-fired']],
  ['the reason of a row, another change', alertIn('held'), alertIn('open'), ['updated', 'grace-over']],
])('%s is not in the table', (_name, before, after, [change, reason]) => {
  expect(findTransition(before, after, { change, reason })).toBeUndefined();
});

test('a closed alert that does not say by whom was not closed by a person', () => {
  expect(standing(alertIn('closed'))).toBe('closed-by-finding');
});
