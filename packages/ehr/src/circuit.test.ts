import { afterEach, describe, expect, test } from 'vitest';
import { createCircuit } from './circuit.ts';
import type { EhrSource } from './contract.ts';
import { type Answer, startFhirServer } from './fhir-server.fixture.ts';
import { openEhr } from './open-ehr.ts';

const LIMITS = { failuresMax: 3, openMs: 30_000 };

describe('createCircuit', () => {
  /** A circuit with a clock of the test's own, after these calls, one by one. */
  function after(...outcomes: ('answered' | 'silent' | 'unknown')[]) {
    let nowMs = 1_000_000;
    const circuit = createCircuit(LIMITS, () => nowMs);
    for (const outcome of outcomes) circuit.enter()?.(outcome);
    return { circuit, pass: (ms: number) => (nowMs += ms) };
  }
  const isOpen = ({ circuit }: ReturnType<typeof after>): boolean => circuit.enter() === undefined;

  test.each([
    ['two silent calls', after('silent', 'silent'), false],
    ['three silent calls', after('silent', 'silent', 'silent'), true],
    ['an answer among them', after('silent', 'silent', 'answered', 'silent', 'silent'), false],
    ['a call that never left, which says nothing', after('silent', 'silent', 'unknown', 'silent'), true],
  ])('%s', (_name, given, expected) => {
    expect(isOpen(given)).toBe(expected);
  });

  test('after half a minute one call is let through, and no other beside it', () => {
    const given = after('silent', 'silent', 'silent');
    given.pass(29_999);
    expect(isOpen(given)).toBe(true);
    given.pass(1);
    const probe = given.circuit.enter();
    expect(probe).toBeDefined();
    expect(isOpen(given)).toBe(true);
    probe?.('answered');
    expect(isOpen(given)).toBe(false);
  });

  test('a probe without an answer begins another half minute; one that never left makes room for the next', () => {
    const given = after('silent', 'silent', 'silent');
    given.pass(30_000);
    given.circuit.enter()?.('unknown');
    given.circuit.enter()?.('silent');
    given.pass(29_999);
    expect(isOpen(given)).toBe(true);
    given.pass(1);
    expect(isOpen(given)).toBe(false);
  });

  test('calls that were under way when it opened do not make it longer, and an answer to one closes it', () => {
    const given = after('silent', 'silent');
    const [third, fourth, fifth] = [given.circuit.enter(), given.circuit.enter(), given.circuit.enter()];
    third?.('silent');
    given.pass(10_000);
    fourth?.('silent');
    given.pass(20_000);
    const probe = given.circuit.enter();
    expect(probe).toBeDefined();
    fifth?.('answered');
    expect(isOpen(given)).toBe(false);
  });
});

describe('a server that hangs', () => {
  const toClose: (() => Promise<void> | void)[] = [];
  afterEach(async () => {
    for (const close of toClose.splice(0)) await close();
  });
  async function serve(answer: () => Answer | undefined, source: Partial<EhrSource> = {}) {
    const server = await startFhirServer(answer);
    const common = { id: 'main', timeoutMs: 50, backoff: { baseMs: 1, capMs: 5 } };
    const ehr = openEhr({ ...common, baseUrl: server.baseUrl, ...source });
    toClose.push(() => ehr.close(), server.stop);
    return { server, ehr };
  }

  test('is asked a few times, then every call fails at once, those that wait for a place among them', async () => {
    const { server, ehr } = await serve(() => undefined);
    const answers = await Promise.all(Array.from({ length: 20 }, (_, index) => ehr.read('Observation', `o${index}`)));
    const codes = answers.map((answer) => (answer.ok ? 'ok' : answer.failure.code));
    // Four at the same time, and those that took the places of the first two before the third was given up.
    const asked = codes.filter((code) => code === 'ehr-timeout').length;
    expect(asked).toBeGreaterThanOrEqual(4);
    expect(asked).toBeLessThanOrEqual(6);
    expect(codes.filter((code) => code === 'ehr-resting')).toHaveLength(20 - asked);
    expect(await ehr.search('Observation', {})).toEqual({
      ok: false,
      failure: { code: 'ehr-resting', retry: 'later' },
    });
    // A call that is given up while the machine is busy may not have reached the server.
    expect(server.requests.length).toBeLessThanOrEqual(asked);
  });

  test('is used again as soon as a probe is answered', async () => {
    let isUp = false;
    const { ehr } = await serve(() => (isUp ? { body: { resourceType: 'Observation', id: 'o' } } : undefined), {
      circuit: { failuresMax: 1, openMs: 0 },
    });
    expect(await ehr.read('Observation', 'o')).toMatchObject({ failure: { code: 'ehr-timeout' } });
    isUp = true;
    expect(await ehr.read('Observation', 'o')).toMatchObject({ ok: true });
  });

  test('does not stand for another source', async () => {
    const hangs = await serve(() => undefined, { circuit: { failuresMax: 1, openMs: 60_000 } });
    const answers = await serve(() => ({ body: { resourceType: 'Observation', id: 'o' } }));
    await hangs.ehr.read('Observation', 'o');
    expect(await hangs.ehr.read('Observation', 'o')).toMatchObject({ failure: { code: 'ehr-resting' } });
    expect(await answers.ehr.read('Observation', 'o')).toMatchObject({ ok: true });
  });

  test('nobody at the address counts once for each call, whatever its tries', async () => {
    const { server, ehr } = await serve(() => undefined, { timeoutMs: 2_000 });
    await server.stop();
    const codes: string[] = [];
    for (let call = 0; call < 4; call += 1) {
      const answer = await ehr.read('Observation', 'o');
      codes.push(answer.ok ? 'ok' : answer.failure.code);
    }
    expect(codes).toEqual(['ehr-unreachable', 'ehr-unreachable', 'ehr-unreachable', 'ehr-resting']);
  });

  test('a server that fails is no server that is silent', async () => {
    const { server, ehr } = await serve(() => ({ status: 500 }), { triesMax: 1, timeoutMs: 2_000 });
    for (let call = 0; call < 8; call += 1)
      expect(await ehr.read('Observation', 'o')).toMatchObject({ failure: { code: 'ehr-unavailable' } });
    expect(server.requests).toHaveLength(8);
  });
});
