import type { Chance } from '../../kit/chance.ts';
import type { Json } from '../../kit/fhir-server.ts';
import { dose, hoursAgo, magnesiumTest, type Of, order, result, stay, type Test } from './resources.ts';

/** One version of a resource, and when it was written. */
export interface Written {
  readonly hoursAgo: number;
  readonly resource: Json;
}

/**
 * A made-up course of one patient, `length` events in the order in which they were written: labs in several versions,
 * corrected or entered in error, doses, orders, sometimes a discharge.
 */
export function writeHistory(chance: Chance, patient: string, length: number): readonly Written[] {
  const writer = new Writer(chance, patient);
  writer.result('potassium', [40, 29], () => writer.value(2.6, 3.4));
  for (let count = chance.whole(2, 3); count > 0; count -= 1) writer.dose();
  writer.result('potassium', [11, 4], () => writer.value(2.5, 3.8));
  writer.result('magnesium', [24, 10], () => writer.value(0.8, 2));
  if (chance.isTrue(0.5)) writer.result('magnesium', [12, 5], () => writer.value(0.8, 2));
  if (chance.isTrue(0.7)) writer.result('calcium', [20, 3], () => writer.value(6.4, 9));
  if (chance.isTrue(0.6)) writer.result('albumin', [30, 3], () => writer.value(2, 4.2));
  if (chance.isTrue(0.4)) writer.drugOrder('furosemide', 40);
  if (chance.isTrue(0.3)) writer.drugOrder('magnesium sulfate', 16);
  if (chance.isTrue(0.3)) writer.magnesiumTest();
  if (chance.isTrue(0.15)) writer.discharge();
  // So many that each patient has his share of events.
  while (writer.written.length < length) writer.result('potassium', [28, 12], () => writer.value(2.6, 3.8));
  return inOrder(writer.written).slice(0, length);
}

/** Earlier first; what was written at one time by its name, so that a seed gives one order. */
export const inOrder = (written: readonly Written[]): readonly Written[] =>
  [...written].sort((a, b) => b.hoursAgo - a.hoursAgo || (nameOf(a) < nameOf(b) ? -1 : 1));

export const nameOf = ({ resource }: Written): string =>
  `${resource.resourceType}/${resource.id}/${(resource['meta'] as { versionId: string }).versionId}`;

class Writer {
  readonly written: Written[] = [];
  readonly #chance: Chance;
  readonly #patient: string;
  #count = 0;

  constructor(chance: Chance, patient: string) {
    this.#chance = chance;
    this.#patient = patient;
  }

  value(low: number, high: number): number {
    return Math.round(this.#chance.between(low, high) * 10) / 10;
  }

  result(test: Test, [from, to]: readonly [number, number], value: () => number): void {
    const of = this.#of('l', from, to);
    const write = (hours: number, status: string, change: object = {}) =>
      this.#write(of.id, hours, result(test, of, value(), { status, issued: hoursAgo(hours), ...change }));
    let hours = of.hoursAgo;
    if (this.#chance.isTrue(0.25)) write((hours -= 0.3), 'preliminary');
    write((hours -= 0.4), 'final');
    if (this.#chance.isTrue(0.25)) write((hours -= 0.5), 'corrected');
    if (this.#chance.isTrue(0.15)) write(hours - 0.5, 'entered-in-error');
  }

  dose(): void {
    const of = this.#of('d', 27, 12);
    const amount = this.#chance.pick([20, 30, 40]);
    const isRunning = this.#chance.isTrue(0.3);
    const period = { start: hoursAgo(of.hoursAgo), end: hoursAgo(of.hoursAgo - 1) };
    if (isRunning) {
      const running = { status: 'in-progress', effectiveDateTime: undefined, effectivePeriod: { start: period.start } };
      this.#write(of.id, of.hoursAgo, dose('potassium chloride', of, amount, running));
      const ended = { effectiveDateTime: undefined, effectivePeriod: period };
      this.#write(of.id, of.hoursAgo - 1, dose('potassium chloride', of, amount, ended));
    } else this.#write(of.id, of.hoursAgo, dose('potassium chloride', of, amount));
    if (this.#chance.isTrue(0.15))
      this.#write(of.id, of.hoursAgo - 1.5, dose('potassium chloride', of, amount, { status: 'entered-in-error' }));
  }

  drugOrder(drug: 'furosemide' | 'magnesium sulfate', amount: number): void {
    const of = this.#of('o', 20, 5);
    this.#write(of.id, of.hoursAgo, order(drug, of, amount));
    if (this.#chance.isTrue(0.4)) this.#write(of.id, of.hoursAgo - 2, order(drug, of, amount, { status: 'stopped' }));
  }

  magnesiumTest(): void {
    const of = this.#of('t', 8, 3);
    this.#write(of.id, of.hoursAgo, magnesiumTest(of));
    if (this.#chance.isTrue(0.5)) this.#write(of.id, of.hoursAgo - 1, magnesiumTest(of, { status: 'completed' }));
  }

  discharge(): void {
    const hours = this.#chance.whole(2, 10) + 0.1;
    // The first version was there at admission.
    this.#write('stay', hours, stay(this.#patient, hours), 2);
  }

  /** A time of its own for each: minutes away from every window that ends at a full hour from now. */
  #of(kind: string, from: number, to: number): Of {
    this.#count += 1;
    const hours = this.#chance.whole(to, from) + 0.3 + this.#chance.whole(0, 20) / 100;
    return { patient: this.#patient, id: `${kind}${this.#count}`, hoursAgo: hours };
  }

  #write(id: string, hours: number, resource: Json, number?: number): void {
    const before = this.written.filter((one) => one.resource.id === resource.id).length;
    const meta = { versionId: String(number ?? before + 1), lastUpdated: hoursAgo(hours) };
    this.written.push({ hoursAgo: hours, resource: { ...resource, id: `${this.#patient}-${id}`, meta } });
  }
}
