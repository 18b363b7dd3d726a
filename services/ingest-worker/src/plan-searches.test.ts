import { createCodes } from '@magwatch/fhir';
import { DEFAULT_PARAMETERS, inputsOf, RULES } from '@magwatch/rules';
import { inputKey } from '@magwatch/timeline';
import { expect, test } from 'vitest';
import { criteriaOf, planSearches } from './plan-searches.ts';

const codes = createCodes();
const plan = planSearches(RULES, DEFAULT_PARAMETERS, codes);

test('every input that a rule declares is searched, at least as far back as the rule looks', () => {
  for (const { input, lookBackHours } of inputsOf(RULES, DEFAULT_PARAMETERS)) {
    const key = inputKey(input);
    const searches = plan.filter(({ inputs }) => inputs.includes(key));
    expect(searches.length, key).toBeGreaterThan(0);
    for (const search of searches)
      for (const setting of ['inpatient', 'outpatient'] as const)
        expect(search.lookBackHours, key).toBeGreaterThanOrEqual(lookBackHours(DEFAULT_PARAMETERS, setting));
  }
});

test('names are unique, stable, and another search has another name', () => {
  const keys = plan.map(({ key }) => key);
  expect(new Set(keys).size).toBe(keys.length);
  expect(planSearches(RULES, DEFAULT_PARAMETERS, codes).map(({ key }) => key)).toEqual(keys);
  const fewer = planSearches(RULES.slice(0, 1), DEFAULT_PARAMETERS, codes);
  const observations = (searches: typeof plan) =>
    searches.filter(({ type }) => type === 'Observation').map(({ key }) => key);
  expect(observations(fewer)).not.toEqual(observations(plan));
});

test('criteria are a plain search, as a server stores it: no status, no date, no patient', () => {
  for (const search of plan) {
    const criteria = criteriaOf(search);
    expect(criteria).toMatch(/^[A-Z][A-Za-z]+\?/);
    expect(criteria).not.toMatch(/status|date|patient|subject|\s/);
  }
  expect(plan.map(criteriaOf).join('\n')).toContain('http://loinc.org|2823-3');
});

test.each([
  ['a|b,c', 'Observation?code=a|b,c'],
  ['a b&c=d#e+f%', 'Observation?code=a%20b%26c=d%23e%2Bf%25'],
])('a value %j is written %j', (code, expected) => {
  expect(criteriaOf({ type: 'Observation', parameters: { code }, inputs: [], includes: [] })).toBe(expected);
});
