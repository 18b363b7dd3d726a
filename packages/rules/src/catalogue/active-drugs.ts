import { cannotTell, no, yes } from '../answer.ts';
import { findUnseen } from '../blocks/coverage.ts';
import { digoxinDrugs, drugNames, type Exposure, tierADrugs } from '../blocks/drugs.ts';
import type { Block } from '../chart.ts';
import type { Answer, RuleInput } from '../contract.ts';
import { exposureEvidence } from '../evidence.ts';
import { digoxinInputs, tierAInputs } from '../inputs.ts';

interface Asked {
  readonly drugs: readonly Block<readonly Exposure[]>[];
  /** What would show them: where it was not looked for, they may be there. */
  readonly inputs: readonly RuleInput[];
  readonly role: string;
  /** How many distinct ingredients; one unless said. */
  readonly least?: number;
  readonly reason?: string;
}

/** Whether drugs are active: given, ordered or drafted. That there are none is known only where they were looked for. */
export const areActive =
  ({ drugs: blocks, inputs, role, least = 1, reason = 'not-so' }: Asked): Block<Answer> =>
  (chart) => {
    const drugs = blocks.flatMap((block) => chart.read(block));
    const names = drugNames(drugs) || undefined;
    const evidence = drugs.map((drug) => exposureEvidence(role, drug));
    if (drugs.length >= least) return yes(names, evidence);
    const unseen = findUnseen(chart, inputs);
    return unseen.length > 0 ? cannotTell(unseen, names) : no(reason, names, evidence);
  };

export const isOnDigoxin = areActive({ drugs: [digoxinDrugs], inputs: digoxinInputs, role: 'digoxin' });

/** On a drug of known torsades risk. */
export const isOnTierA = areActive({ drugs: [tierADrugs], inputs: tierAInputs, role: 'qt-drug' });
