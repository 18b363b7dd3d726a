import { describe, expect, test } from 'vitest';
import { guardOf, REFUSAL_WORDS } from './guard.ts';
import { at, OFFERED } from './sample.ts';

const guarded = (figures: Readonly<Record<string, number | string | boolean>>) => guardOf({ figures });

describe('what the guard had said', () => {
  test('an offer with all its parts', () => {
    expect(guarded(OFFERED)).toEqual({
      grams: 2,
      hours: 2,
      by: 'mild',
      oral: 'possible',
      egfr: '75 mL/min/1.73 m²',
      egfrAt: '2026-03-10T08:00:00Z',
    });
  });

  test.each(Object.keys(OFFERED))('without %s nothing is offered', (name) => {
    const { [name]: _gone, ...rest }: Record<string, number | string | boolean> = { ...OFFERED };
    expect(guarded(rest)).toEqual({ refused: ['unchecked'] });
  });

  test.each<[string, Readonly<Record<string, number | string | boolean>>]>([
    ['more than the table knows', { magnesiumDraftG: 4.1, magnesiumDraftHours: 4 }],
    ['nothing', { magnesiumDraftG: 0 }],
    ['less than nothing', { magnesiumDraftG: -1 }],
    ['no number', { magnesiumDraftG: Number.NaN }],
    ['a text', { magnesiumDraftG: '2' }],
    ['in no time', { magnesiumDraftHours: 0 }],
    ['faster than 150 mg/min', { magnesiumDraftG: 1, magnesiumDraftHours: 0.11 }],
    ['a basis that nobody knows', { magnesiumDraftBy: 'guess' }],
    ['a route that nobody knows', { magnesiumDraftOral: 'maybe' }],
    ['a text in the place of the eGFR', { magnesiumDraftEgfr: '75 mL/min/1.73 m² <b>' }],
    ['a text in the place of its time', { magnesiumDraftEgfrAt: 'yesterday' }],
  ])('%s is no offer', (_name, change) => {
    expect(guarded({ ...OFFERED, ...change })).toEqual({ refused: ['unchecked'] });
  });

  test('150 mg/min is the fastest', () => {
    expect(guarded({ ...OFFERED, magnesiumDraftG: 3.6, magnesiumDraftHours: 0.4 })).toMatchObject({ grams: 3.6 });
    expect(guarded({ ...OFFERED, magnesiumDraftG: 3.61, magnesiumDraftHours: 0.4 })).toHaveProperty('refused');
  });

  test.each(['<30 mL/min/1.73 m²', '>=90 mL/min/1.73 m²', '45 mL/min/1.73 m² from creatinine'])(
    'an eGFR of %s',
    (egfr) => {
      expect(guarded({ ...OFFERED, magnesiumDraftEgfr: egfr })).toMatchObject({ egfr });
    },
  );

  test('a refusal beats an offer', () => {
    expect(guarded({ ...OFFERED, noMagnesiumDraft: 'dialysis, av-block' })).toEqual({
      refused: ['dialysis', 'av-block'],
    });
  });

  test('a reason that nobody knows refuses too', () => {
    expect(guarded({ noMagnesiumDraft: 'new-reason' })).toEqual({ refused: ['unchecked'] });
    expect(guarded({})).toEqual({ refused: ['unchecked'] });
  });

  test('an alert of which nothing can be told any more offers nothing', () => {
    expect(guardOf({ figures: OFFERED, cannotTellSince: at(0) })).toEqual({ refused: ['cannot-tell'] });
  });
});

test('the words of a refusal name whom to ask, and no delay', () => {
  const words = Object.values(REFUSAL_WORDS).join('\n');
  for (const team of ['nephrology', 'neurology', 'cardiology', 'obstetrics']) expect(words).toContain(team);
  expect(words).not.toMatch(/\b(delay|withhold|wait|hold)\b|first/i);
});
