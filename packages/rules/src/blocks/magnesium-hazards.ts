import { HOUR_MS } from '@magwatch/base';
import type { Dose, Drug, Evidence, Sourced } from '@magwatch/timeline';
import type { Chart } from '../chart.ts';
import { conditionEvidence, exposureEvidence } from '../evidence.ts';
import { hasCome, isAtMostOld, isWithin } from '../windows.ts';
import { findActiveCondition } from './conditions.ts';
import { drugNames, type Exposure, isGiven } from './drugs.ts';
import { activeOrders, findDrafts, isRunningNow, isSystemic } from './replacement.ts';

/** What makes injected magnesium dangerous whatever the kidneys do (clinical catalogue §4 rule 17 and the guard of §4.0). */
export interface Hazard {
  /** For the reader: "myasthenia", "high-grade AV block", "rocuronium". */
  readonly words: string;
  readonly evidence: readonly Evidence[];
}

/** `nmj-disease`: myasthenia gravis, Lambert-Eaton syndrome, or pyridostigmine that nothing else explains. */
export function neuromuscularDisease(chart: Chart): Hazard | undefined {
  const disease = findActiveCondition(chart, ['myasthenia-gravis', 'lambert-eaton']);
  if (disease) {
    const words = disease.condition === 'lambert-eaton' ? 'Lambert-Eaton syndrome' : 'myasthenia';
    return { words, evidence: conditionEvidence('neuromuscular-disease', disease) };
  }
  const pyridostigmine = findPyridostigmine(chart);
  if (!pyridostigmine) return undefined;
  return {
    words: 'pyridostigmine (a sign of myasthenia)',
    evidence: [exposureEvidence('neuromuscular-disease', pyridostigmine)],
  };
}

/** `av-block-high` without a pacemaker, which would pace through it. */
export function unpacedHeartBlock(chart: Chart): Hazard | undefined {
  const block = findActiveCondition(chart, ['av-block-high']);
  if (!block || findActiveCondition(chart, ['pacemaker'])) return undefined;
  return { words: 'high-grade AV block', evidence: conditionEvidence('av-block', block) };
}

/** Neuromuscular blockers that run or were given so recently that magnesium would strengthen them. */
export function neuromuscularBlockade(chart: Chart): Hazard | undefined {
  const recent = chart
    .read(blockerDoses)
    .filter((dose) => isRunningNow(chart, dose) || isAtMostOld(chart, dose.end, chart.parameters.guard.nmba_h));
  if (recent.length === 0) return undefined;
  return { words: drugNames(recent), evidence: recent.map((dose) => exposureEvidence('neuromuscular-blocker', dose)) };
}

/** The class holds also what undoes them, neostigmine and pyridostigmine. */
const BLOCKERS: ReadonlySet<Drug> = new Set<Drug>([
  'rocuronium',
  'vecuronium',
  'cisatracurium',
  'atracurium',
  'pancuronium',
  'mivacurium',
  'succinylcholine',
]);

/** Doses of blockers that have begun by now. */
function blockerDoses(chart: Chart): readonly Sourced<Dose>[] {
  return chart.timeline.doses.filter((dose) => BLOCKERS.has(dose.drug) && isGiven(dose) && hasCome(chart, dose.start));
}

/** Given in the hours in which a drug counts as active, ordered, or drafted in this call (4.97.13). */
function findPyridostigmine(chart: Chart): Exposure | undefined {
  const given = chart.timeline.doses.filter(
    (dose) =>
      dose.drug === 'pyridostigmine' &&
      isGiven(dose) &&
      isWithin(chart, dose.end, chart.parameters.lookback_h.drugActive),
  );
  const ordered = [...chart.read(activeOrders('nmba')), ...findDrafts(chart, 'nmba')];
  return [...given, ...ordered.filter(({ drug }) => drug === 'pyridostigmine')].find(
    (item) => isSystemic(item) && !isReversal(chart, item),
  );
}

/** By vein and with a blocker near it, it ends an anesthesia: that is another indication. */
function isReversal(chart: Chart, item: Exposure): boolean {
  const at = item.kind === 'dose' ? item.end : item.authoredAt;
  const nearMs = chart.parameters.guard.nmba_h * HOUR_MS;
  return item.route === 'intravenous' && chart.read(blockerDoses).some(({ end }) => Math.abs(at - end) <= nearMs);
}
