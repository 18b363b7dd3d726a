import { unreachable } from '@magwatch/base';
import type { Analyte } from './concepts.ts';
import type {
  ConditionFact,
  Dose,
  DrugOrder,
  EncounterFact,
  Fact,
  LabResult,
  PersonFact,
  QualitativeResult,
  SpecimenFact,
  TestOrder,
} from './facts.ts';
import type { ResourceVersion, Sourced } from './resource-version.ts';

/** All that is known about one patient, in clinical order. Every list is sorted by time, then by reference. */
export interface Timeline {
  readonly results: (analyte: Analyte) => readonly Sourced<LabResult>[];
  readonly qualitative: (analyte: Analyte) => readonly Sourced<QualitativeResult>[];
  readonly testOrders: readonly Sourced<TestOrder>[];
  readonly doses: readonly Sourced<Dose>[];
  readonly drugOrders: readonly Sourced<DrugOrder>[];
  readonly conditions: readonly Sourced<ConditionFact>[];
  readonly encounters: readonly Sourced<EncounterFact>[];
  readonly specimens: ReadonlyMap<string, Sourced<SpecimenFact>>;
  readonly person: Sourced<PersonFact> | undefined;
  /** The version that counts of each resource, by reference. */
  readonly current: ReadonlyMap<string, ResourceVersion>;
}

/**
 * Builds the timeline of one patient. Of several versions of a resource the highest numeric versionId
 * counts, else the latest lastUpdated (ties: the greater text of the version), so that any order and any
 * number of copies of the same versions give the same timeline.
 */
export function buildTimeline(versions: Iterable<ResourceVersion>): Timeline {
  const current = new Map<string, ResourceVersion>();
  for (const version of versions) {
    const known = current.get(version.reference);
    if (!known || supersedes(version, known)) current.set(version.reference, version);
  }
  const facts: Sourced[] = [];
  for (const version of current.values()) {
    if (version.state !== 'present') continue;
    for (const fact of version.facts) facts.push({ ...fact, reference: version.reference });
  }
  const specimens = specimensIn(facts);
  const joined = specimens.size === 0 ? facts : facts.map((fact) => withSpecimen(fact, specimens));
  joined.sort(inOrder);
  return index(joined, current);
}

function specimensIn(facts: readonly Sourced[]): ReadonlyMap<string, Sourced<SpecimenFact>> {
  const specimens = new Map<string, Sourced<SpecimenFact>>();
  for (const fact of facts) if (fact.kind === 'specimen') specimens.set(fact.reference, fact);
  return specimens;
}

/**
 * What only the Specimen says of a result: when it was taken, where the result has no collection time of its own, and that it
 * was hemolyzed. It is joined here, because the two resources may come in any order.
 */
function withSpecimen(fact: Sourced, specimens: ReadonlyMap<string, Sourced<SpecimenFact>>): Sourced {
  if (fact.kind !== 'result' || fact.specimen === undefined) return fact;
  const specimen = specimens.get(fact.specimen);
  if (!specimen) return fact;
  const { collectedAt } = specimen;
  const isApprox = fact.quality.includes('time-approx') && collectedAt !== undefined;
  const isNewlyHemolyzed = specimen.isHemolyzed && !fact.quality.includes('hemolyzed');
  if (!isApprox && !isNewlyHemolyzed) return fact;
  const kept = isApprox ? fact.quality.filter((quality) => quality !== 'time-approx') : fact.quality;
  return { ...fact, at: isApprox ? collectedAt : fact.at, quality: isNewlyHemolyzed ? [...kept, 'hemolyzed'] : kept };
}

/**
 * Whether `a` replaces `b` as the current version of the same resource. The order is total (numbered before
 * unnumbered, number, time, text), or else the winner of three versions would depend on their arrival.
 */
export function supersedes(a: ResourceVersion, b: ResourceVersion): boolean {
  const byNumber = compareBigInt(versionNumber(a), versionNumber(b));
  if (byNumber !== 0) return byNumber > 0;
  const byTime = (a.lastUpdated ?? 0) - (b.lastUpdated ?? 0);
  if (byTime !== 0) return byTime > 0;
  return stableText(a) > stableText(b);
}

/** −1 where the version is not a number: it may be a UUID, which has no order. */
const versionNumber = ({ versionId }: ResourceVersion): bigint =>
  versionId !== undefined && /^\d+$/.test(versionId) ? BigInt(versionId) : -1n;

const compareBigInt = (a: bigint, b: bigint): number => (a > b ? 1 : a < b ? -1 : 0);

const stableText = (version: ResourceVersion): string =>
  JSON.stringify([version.state, version.facts, version.versionId]);

/** The time by which a fact is put in order; undated facts come first. */
function timeOf(fact: Fact): number {
  switch (fact.kind) {
    case 'result':
    case 'qualitative':
    case 'test-order':
      return fact.at;
    case 'dose':
      return fact.end;
    case 'drug-order':
      return fact.authoredAt;
    case 'condition':
    case 'encounter':
      return fact.from ?? Number.NEGATIVE_INFINITY;
    case 'specimen':
      return fact.collectedAt ?? Number.NEGATIVE_INFINITY;
    case 'person':
      return Number.NEGATIVE_INFINITY;
    default:
      return unreachable(fact);
  }
}

function inOrder(a: Sourced, b: Sourced): number {
  const ta = timeOf(a);
  const tb = timeOf(b);
  if (ta !== tb) return ta < tb ? -1 : 1;
  return a.reference < b.reference ? -1 : a.reference > b.reference ? 1 : 0;
}

function index(facts: readonly Sourced[], current: ReadonlyMap<string, ResourceVersion>): Timeline {
  const results = new Map<Analyte, Sourced<LabResult>[]>();
  const qualitative = new Map<Analyte, Sourced<QualitativeResult>[]>();
  const lists = {
    testOrders: [] as Sourced<TestOrder>[],
    doses: [] as Sourced<Dose>[],
    drugOrders: [] as Sourced<DrugOrder>[],
    conditions: [] as Sourced<ConditionFact>[],
    encounters: [] as Sourced<EncounterFact>[],
  };
  const specimens = new Map<string, Sourced<SpecimenFact>>();
  let person: Sourced<PersonFact> | undefined;
  for (const fact of facts) {
    switch (fact.kind) {
      case 'result':
        append(results, fact.analyte, fact);
        break;
      case 'qualitative':
        append(qualitative, fact.analyte, fact);
        break;
      case 'test-order':
        lists.testOrders.push(fact);
        break;
      case 'dose':
        lists.doses.push(fact);
        break;
      case 'drug-order':
        lists.drugOrders.push(fact);
        break;
      case 'condition':
        lists.conditions.push(fact);
        break;
      case 'encounter':
        lists.encounters.push(fact);
        break;
      case 'specimen':
        specimens.set(fact.reference, fact);
        break;
      case 'person':
        person = fact;
        break;
      default:
        unreachable(fact);
    }
  }
  return {
    results: (analyte) => results.get(analyte) ?? [],
    qualitative: (analyte) => qualitative.get(analyte) ?? [],
    ...lists,
    specimens,
    person,
    current,
  };
}

function append<Key, Value>(map: Map<Key, Value[]>, key: Key, value: Value): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}
