import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import reads from './data/rule-parameters.json' with { type: 'json' };
import { DEFAULT_PARAMETERS } from './default-parameters.ts';
import { patientFacts, refractoryFacts } from './evaluate.arbitrary.test.ts';
import { listParameters } from './list-parameters.ts';
import { readParameters } from './read-parameters.ts';
import { RULES } from './registry.ts';
import { traceOn, traceRules } from './rule-parameters.fixture.ts';
import { parametersOf, withoutFamily } from './rule-parameters.ts';
import { situation } from './testing/index.ts';

const RENEW = 'run: node scripts/rule-parameters.ts';
const listed: Readonly<Record<string, readonly string[]>> = reads;
const listedOf = (ruleId: string): readonly string[] => listed[ruleId] ?? [];

describe('the list of what each rule reads', async () => {
  const traced = await traceRules();

  test(`has every rule and no other; ${RENEW}`, () => {
    expect(Object.keys(listed)).toEqual(RULES.map(({ id }) => id));
  });

  test.each(RULES.map(({ id }) => id))(`of %s is what its cases read; ${RENEW}`, (id) => {
    const read = traced[id] ?? [];
    expect({
      readButNotListed: read.filter((name) => !listedOf(id).includes(name)),
      listedButNeverRead: listedOf(id).filter((name) => !read.includes(name)),
    }).toEqual({ readButNotListed: [], listedButNeverRead: [] });
  });

  test('leaves out only what belongs to alerts and cards; what else is missing needs a case that reads it', () => {
    const read = new Set(Object.values(listed).flat());
    const ofAlerts = /^(mode|grace_min|dedup_h|escalate_h|expire_d|orderSession_min|ui)\b|^mg\.deltaReshow_mmolL$/;
    const unread = listParameters().filter(({ name }) => !read.has(withoutFamily(name)) && !ofAlerts.test(name));
    expect(unread.map(({ name }) => name)).toEqual([]);
  });

  test('holds for any chart; where it does not, the rule needs a case for that chart', () => {
    const settings = fc.constantFrom('inpatient' as const, 'outpatient' as const);
    const definitions = fc.constantFrom('A' as const, 'B' as const, 'C' as const);
    fc.assert(
      fc.property(
        fc.oneof(patientFacts, refractoryFacts),
        settings,
        definitions,
        (facts, defaultSetting, definition) => {
          const parameters = { ...DEFAULT_PARAMETERS, refK: { ...DEFAULT_PARAMETERS.refK, definition } };
          const given = situation(facts, { now: 24, defaultSetting });
          for (const rule of RULES) {
            const names = traceOn(rule, given, parameters);
            expect({ rule: rule.id, unlisted: names.filter((name) => !listedOf(rule.id).includes(name)) }).toEqual({
              rule: rule.id,
              unlisted: [],
            });
          }
        },
      ),
      // Always the same charts: what they find is mended by a case, once, and not by chance in another run.
      { numRuns: 400, seed: 20_260_310 },
    );
  });
});

describe('the parameters of a rule', () => {
  const getRule = (id: string) => {
    const rule = RULES.find((one) => one.id === id);
    if (!rule) throw new Error(`no rule ${id}`);
    return rule;
  };

  test('name what the rule compares, and nothing that it does not', () => {
    const names = parametersOf(getRule('mg-low'), DEFAULT_PARAMETERS).map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(['thresholds.mg.severe.mg/dL', 'mg.treatedMin_mEq']));
    expect(names).not.toContain('refK.minDose_mEq');
  });

  test('are all parameters of the catalogue', () => {
    for (const rule of RULES)
      expect(new Set(parametersOf(rule, DEFAULT_PARAMETERS).map(({ name }) => withoutFamily(name)))).toEqual(
        new Set(listedOf(rule.id)),
      );
  });

  test('hold what the site changed, and the mode of another rule that is asked for', () => {
    const read = readParameters('mg.treatedMin_mEq: 10\nmode.mg-albumin-corrected: silent', 'site.yaml');
    if (!read.ok) throw new Error(JSON.stringify(read.failure));
    const changed = parametersOf(getRule('mg-low'), read.value.parameters).filter(({ isChanged }) => isChanged);
    expect(changed.map(({ name, value }) => [name, value])).toEqual([
      ['mg.treatedMin_mEq', 10],
      ['mode.mg-albumin-corrected', 'silent'],
    ]);
  });

  test('of a rule that nobody traced are not guessed', () => {
    expect(() => parametersOf({ ...getRule('mg-low'), id: 'new-rule' }, DEFAULT_PARAMETERS)).toThrow('new-rule reads');
  });
});
