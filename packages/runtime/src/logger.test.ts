import { describe, expect, it } from 'vitest';
import { createLogger, type LogFields } from './logger.ts';

function logged(event: string, fields: LogFields, level = 'info'): readonly Record<string, unknown>[] {
  const lines: string[] = [];
  const logger = createLogger('receiver', { level, destination: { write: (line) => void lines.push(line) } });
  logger.info(event, fields);
  return lines.map((line) => JSON.parse(line) as Record<string, unknown>);
}

/** What a FHIR resource holds and no log may. */
const canaries = [
  'Zephyrine Quackenbush',
  '1931-07-09',
  'MRN 55-1234',
  '3.14159265 mmol/L',
  '{"resourceType":"Patient"}',
];

describe('createLogger', () => {
  it('keeps ids, codes and figures', () => {
    const fields = { source: 'main-ehr', rule: 'mg-low', ruleVersion: '1.0.0', code: 'ehr-timeout', durationMs: 12.5 };
    expect(logged('assessed', fields)).toMatchObject([{ service: 'receiver', msg: 'assessed', ...fields }]);
  });

  it.each(canaries)('lets no patient data out: %s', (canary) => {
    const error = Object.assign(new Error(`invalid input: ${canary}`, { cause: new Error(canary) }), {
      code: canary,
      detail: canary,
    });
    error.name = `Error ${canary}`;
    const smuggled = { patient: canary, name: canary, resource: { value: canary }, source: `x ${canary}`, error };
    const text = JSON.stringify(logged('assessed', smuggled));
    expect(text).not.toContain(JSON.stringify(canary).slice(1, -1));
    expect(text).not.toContain(canary.split(' ')[0]);
    expect(text).toContain('"dropped":4');
  });

  it('drops a field that is not allowed even where its value is harmless', () => {
    expect(logged('assessed', { patient: 'p1' } as unknown as LogFields)[0]).not.toHaveProperty('patient');
  });

  it('drops a number in a field for text, and a text in a field for numbers', () => {
    const fields = { code: 7, count: 'many' } as unknown as LogFields;
    expect(logged('assessed', fields)[0]).toMatchObject({ dropped: 2 });
  });

  it('names an event only by its fixed name', () => {
    expect(logged('patient Zephyrine seen', {})[0]).toMatchObject({ msg: 'unnamed-event' });
  });

  it('reduces an error to name, code, places and cause', () => {
    const error = Object.assign(new TypeError('secret', { cause: new RangeError('secret') }), { code: 'ECONNREFUSED' });
    const line = logged('failed', { error })[0];
    expect(line).toMatchObject({ error: { name: 'TypeError', code: 'ECONNREFUSED', cause: { name: 'RangeError' } } });
    expect(JSON.stringify(line)).toContain('logger.test.ts');
    expect(JSON.stringify(line)).not.toContain('secret');
  });

  it('is silent below its level', () => {
    expect(logged('assessed', {}, 'warn')).toEqual([]);
  });

  it('takes a level that does not exist for info', () => {
    expect(logged('assessed', {}, 'loud')).toHaveLength(1);
  });
});
