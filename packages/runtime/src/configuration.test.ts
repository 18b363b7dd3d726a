import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { formatProblems, readConfiguration } from './configuration.ts';

const SECRET = '0123456789abcdef0123456789abcdef';
const source = { id: 'main-ehr', fhirBaseUrl: 'https://fhir.test/r4/', notificationSecret: SECRET };
const destination = { id: 'inbox', url: 'https://ehr.test/cards', secret: SECRET };

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'magwatch-configuration-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function fileWith(values: unknown, name = 'magwatch.json'): string {
  const file = join(folder, name);
  writeFileSync(file, typeof values === 'string' ? values : JSON.stringify(values));
  return file;
}

function problemsOf(values: unknown, environment: Record<string, string> = {}, argv: readonly string[] = []) {
  const result = readConfiguration({ ...environment, MAGWATCH_CONFIG: fileWith(values) }, argv);
  return result.ok ? [] : result.failure;
}

function valueOf(values: unknown, environment: Record<string, string> = {}, argv: readonly string[] = []) {
  const result = readConfiguration({ ...environment, MAGWATCH_CONFIG: fileWith(values) }, argv);
  if (!result.ok) throw new Error(formatProblems(result.failure));
  return result.value;
}

describe('readConfiguration', () => {
  it('needs nothing: one process on this machine is the default', () => {
    const result = readConfiguration({});
    expect(result.ok && result.value).toMatchObject({
      site: 'main',
      timeZone: 'UTC',
      host: '127.0.0.1',
      port: 8080,
      healthPort: 9464,
      publicUrl: 'http://127.0.0.1:8080',
      codeFiles: [],
      sources: [],
      destinations: [],
      cdsHooks: { allowedOrigins: [] },
    });
    expect(result.ok && result.value.dataDirectory).toBe(join(process.cwd(), '.magwatch'));
  });

  it('completes what is left out, and is frozen', () => {
    const value = valueOf({ sources: [source], destinations: [destination] });
    expect(value.sources[0]?.fhirBaseUrl).toBe('https://fhir.test/r4');
    expect(value.destinations[0]).toMatchObject({ kind: 'webhook', severities: ['warning', 'critical'] });
    expect(Object.isFrozen(value.sources[0])).toBe(true);
  });

  it('takes the flag before the variable before the file', () => {
    expect(valueOf({ port: 1 }).port).toBe(1);
    expect(valueOf({ port: 1 }, { MAGWATCH_PORT: '2' }).port).toBe(2);
    expect(valueOf({ port: 1 }, { MAGWATCH_PORT: '2' }, ['--port', '3']).port).toBe(3);
    expect(valueOf({}, {}, ['--port=4']).publicUrl).toBe('http://127.0.0.1:4');
  });

  it('counts an empty variable as not set', () => {
    expect(valueOf({ redisUrl: 'redis://one.test' }, { REDIS_URL: '' }).redisUrl).toBe('redis://one.test');
  });

  it('reads YAML, and places paths where the file lies', () => {
    mkdirSync(join(folder, 'etc'), { recursive: true });
    const file = fileWith('site: ward-7\ncodeFiles: [codes.csv]\ndataDirectory: ../data\n', 'etc/magwatch.yaml');
    const result = readConfiguration({}, ['--config', file]);
    expect(result.ok && result.value.codeFiles).toEqual([join(folder, 'etc', 'codes.csv')]);
    expect(result.ok && result.value.dataDirectory).toBe(join(folder, 'data'));
  });

  it('reads lists of servers from a variable', () => {
    const value = valueOf({}, { MAGWATCH_SOURCES: JSON.stringify([source]) });
    expect(value.sources.map(({ id }) => id)).toEqual(['main-ehr']);
  });

  it('reads a simulated clock from instants or milliseconds', () => {
    const clock = { anchor: 1000, simulated: '2026-03-10T08:00:00Z', rate: 60 };
    expect(valueOf({ clock }).clock).toEqual({ anchor: 1000, simulated: Date.UTC(2026, 2, 10, 8), rate: 60 });
  });

  it.each([
    ['an unknown key', { databaseURI: 'x' }, 'databaseURI', 'did you mean databaseUrl?'],
    ['an unknown key of a source', { sources: [{ ...source, fhirBaseURL: 'x' }] }, 'sources[0].fhirBaseURL', 'did you'],
    ['a far-off key', { colour: 'red' }, 'colour', 'is not a known key'],
    ['a port above the last', { port: 65_536 }, 'port', 'from 0 to 65535'],
    ['a port as a text', { port: 'http' }, 'port', 'from 0 to 65535'],
    [
      'a source without a secret',
      { sources: [{ ...source, notificationSecret: undefined }] },
      'sources[0].notificationSecret',
      'is missing',
    ],
    [
      'a secret of 31',
      { sources: [{ ...source, notificationSecret: SECRET.slice(1) }] },
      'sources[0].notificationSecret',
      '32',
    ],
    [
      'a secret with a colon',
      { sources: [{ ...source, notificationSecret: `${SECRET}:` }] },
      'sources[0].notificationSecret',
      'colon',
    ],
    [
      'a previous secret with a space',
      { sources: [{ ...source, previousSecret: `${SECRET} ` }] },
      'sources[0].previousSecret',
      'spaces',
    ],
    [
      'a default secret',
      { sources: [{ ...source, notificationSecret: `change-me-${SECRET}` }] },
      'sources[0].notificationSecret',
      'default',
    ],
    [
      'a uniform secret',
      { destinations: [{ ...destination, secret: 'abcdefg'.repeat(5) }] },
      'destinations[0].secret',
      'different characters',
    ],
    [
      'a server without a scheme',
      { sources: [{ ...source, fhirBaseUrl: 'fhir.test' }] },
      'sources[0].fhirBaseUrl',
      'base URL',
    ],
    ['a password in a web address', { publicUrl: 'https://me:pw@magwatch.test' }, 'publicUrl', 'is not the address'],
    ['another database', { databaseUrl: 'mysql://db' }, 'databaseUrl', 'PostgreSQL'],
    ['a time zone that is none', { timeZone: 'Mars/Olympus' }, 'timeZone', 'IANA'],
    [
      'an unknown severity',
      { destinations: [{ ...destination, severities: ['loud'] }] },
      'destinations[0].severities[0]',
      'one of',
    ],
    ['the same id twice', { sources: [source, source] }, 'sources[1].id', 'sources[0]'],
    ['an id with a slash', { sources: [{ ...source, id: 'a/b' }] }, 'sources[0].id', 'short name'],
    [
      'an origin with a path',
      { cdsHooks: { allowedOrigins: ['https://a.test/x'] } },
      'cdsHooks.allowedOrigins[0]',
      'origin',
    ],
    ['a clock that stands', { clock: { anchor: 0, simulated: 0, rate: 0 } }, 'clock.rate', 'above 0'],
    [
      'a clock without an offset',
      { clock: { anchor: 0, simulated: '2026-03-10T08:00', rate: 1 } },
      'clock.simulated',
      'offset',
    ],
    ['a list in place of keys', [1], expect.stringContaining('magwatch.json'), 'holds no keys'],
    ['a file that is neither', '{ "a": ', expect.stringContaining('magwatch.json'), 'neither YAML nor JSON'],
  ])('refuses %s by key, with what it expects and an example', (_name, values, key, says) => {
    const problems = problemsOf(values);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatchObject({ key, problem: expect.stringContaining(says) });
    expect(problems[0]?.example).not.toBe('');
  });

  it('takes a secret of 32', () => {
    expect(SECRET).toHaveLength(32);
    expect(problemsOf({ sources: [source] })).toEqual([]);
  });

  it('says all problems at once', () => {
    expect(
      problemsOf({ port: -1, timeZone: 'x', sitee: 'y' })
        .map(({ key }) => key)
        .sort(),
    ).toEqual(['port', 'sitee', 'timeZone']);
  });

  it('never repeats a value: it could be a secret', () => {
    const values = {
      databaseUrl: 'mysql://user:CANARY-1@db',
      sources: [{ ...source, notificationSecret: 'CANARY-2', bearerToken: 'CANARY-3 x' }],
      destinations: 'CANARY-4',
    };
    const text = formatProblems(problemsOf(values, { MAGWATCH_SOURCES: '[CANARY-5', MAGWATCH_PORT: 'CANARY-6' }));
    expect(text).toContain('databaseUrl');
    expect(text).not.toContain('CANARY');
  });

  it.each([
    ['a misspelt variable', { MAGWATCH_PROT: '1' }, [], 'MAGWATCH_PROT', 'MAGWATCH_PORT'],
    ['a misspelt flag', {}, ['--prot', '1'], '--prot', '--port'],
    ['a flag without a value', {}, ['--port'], '--port', '--port …'],
  ])('refuses %s', (_name, environment, argv, key, example) => {
    const problems = problemsOf({}, environment, argv);
    expect(problems[0]).toMatchObject({ key, example });
  });

  it('passes over variables that Kubernetes adds', () => {
    expect(problemsOf({}, { MAGWATCH_RECEIVER_SERVICE_HOST: '10.0.0.1' })).toEqual([]);
  });

  it('names a file that is not there', () => {
    const result = readConfiguration({ MAGWATCH_CONFIG: join(folder, 'none.yaml') });
    expect(result.ok ? [] : result.failure).toMatchObject([{ code: 'configuration-unreadable', problem: /ENOENT/ }]);
  });
});
