import { assert } from '@magwatch/base';
import { cannotTell, no, yes } from '../../answer.ts';
import { findKnownResults, findLatest, noteLeaving, type Result } from '../../blocks/results.ts';
import { lookBackHours } from '../../blocks/setting.ts';
import { type Contamination, contaminated, knownTogether } from '../../blocks/specimens.ts';
import type { Chart } from '../../chart.ts';
import type { Answer, Figures, Found, Present, Rule } from '../../contract.ts';
import { resultEvidence } from '../../evidence.ts';
import { figure, potassiumText } from '../../figures.ts';
import { declare, hours, required, result, specimenInputs } from '../../inputs.ts';
import { isCanonicalAtLeast } from '../../thresholds.ts';
import { fitting, noteLines, resultText, seriesLine } from '../../words.ts';

/**
 * The latest potassium comes from a contaminated tube: the affected values are used by no rule until a repeat.
 * Source: clinical catalogue §4 rule 21 and §1.4. Owner: pharmacy and laboratory.
 */
export const specimenSuspectElectrolytes: Rule = {
  id: 'specimen-suspect-electrolytes',
  version: '1.0.0',
  family: 'data',
  title: 'Electrolytes that are likely an artefact',
  inputs: declare(
    [required(result('potassium'), hours.latestK), required(result('calcium'), hours.ca)],
    specimenInputs,
  ),
  conditions: [{ says: 'The latest potassium comes from a contaminated tube', check: isContaminated }],
  explanations: [],
  severity: { steps: [], otherwise: 'info' },
  describe,
  card: {
    summary,
    detail,
    suggestions: ['SG12'],
    overrideReasons: ['OR2', 'OR3', 'OR10'],
    citations: ['Cornes MP. Ann Clin Biochem 2008;45:601-603', 'Lima-Oliveira G. Biochem Med 2014;24:359-367'],
  },
};

function isContaminated(chart: Chart): Answer {
  const latest = chart.read(latestPotassium);
  if (!latest) return cannotTell(['potassium']);
  const evidence = [resultEvidence('potassium', latest)];
  if (chart.read(contaminated).has(latest)) return yes(resultText(latest), evidence);
  if (isUndecided(chart, latest)) return cannotTell(['calcium'], resultText(latest));
  return no('specimen-sound', resultText(latest), evidence);
}

/** Whatever the specimen: the one that is judged. */
function latestPotassium(chart: Chart): Result | undefined {
  const lookBack = lookBackHours(chart, 'k');
  const latest = findLatest(findKnownResults(chart, 'potassium', lookBack));
  if (latest) noteLeaving(chart, latest, lookBack);
  return latest;
}

function describe(chart: Chart): Found {
  const latest = chart.read(latestPotassium);
  const as = latest && chart.read(contaminated).get(latest);
  assert(latest && as, 'the conditions hold');
  const beside = besideOf(chart, latest);
  return {
    figures: figuresOf(latest, beside, as),
    evidence: [resultEvidence('potassium', latest), ...beside.map((one) => resultEvidence(one.analyte, one))],
  };
}

/** A potassium this high without any calcium of the same draw may come from an EDTA tube or may be true. */
function isUndecided(chart: Chart, latest: Result): boolean {
  if (!isCanonicalAtLeast(latest, chart.parameters.thresholds['k.edta'])) return false;
  return (
    knownTogether(chart, 'calcium', latest).length === 0 && knownTogether(chart, 'calcium-ionized', latest).length === 0
  );
}

/** The other values of the draw that make it suspect; one of each. */
function besideOf(chart: Chart, latest: Result): readonly Result[] {
  const analytes = ['calcium', 'calcium-ionized', 'magnesium', 'albumin', 'creatinine', 'glucose'] as const;
  return analytes.flatMap((analyte) => findLatest(knownTogether(chart, analyte, latest)) ?? []);
}

function figuresOf(latest: Result, beside: readonly Result[], as: Contamination): Figures {
  const find = (analyte: Result['analyte']): Result | undefined => beside.find((one) => one.analyte === analyte);
  const ca = find('calcium');
  const ica = find('calcium-ionized');
  const mg = find('magnesium');
  return {
    potassiumMmolPerL: figure(latest.canonical),
    ...(ca ? { calcium: resultText(ca) } : {}),
    ...(ica ? { calciumIonized: resultText(ica) } : {}),
    ...(mg ? { magnesium: resultText(mg) } : {}),
    contamination: as,
  };
}

function summary({ figures }: Present): string {
  const calcium = figures['calcium'] === undefined ? figures['calciumIonized'] : figures['calcium'];
  const ca = calcium === undefined ? '' : ` with ${figures['calcium'] === undefined ? 'iCa' : 'Ca'} ${calcium}`;
  const mg = figures['magnesium'] === undefined ? '' : `${ca === '' ? ' with' : ','} Mg ${figures['magnesium']}`;
  return fitting(`${potassiumText(figures)}${ca}${mg} in one sample: possible EDTA/line contamination – repeat`);
}

function detail(finding: Present): readonly string[] {
  return [
    ...seriesLine(finding, 'Potassium', ['potassium']),
    ...seriesLine(finding, 'Calcium', ['calcium']),
    ...seriesLine(finding, 'Ionized calcium', ['calcium-ionized']),
    ...seriesLine(finding, 'Magnesium', ['magnesium']),
    finding.figures['contamination'] === 'edta'
      ? 'EDTA raises potassium and binds calcium and magnesium in the tube.'
      : 'Several values fell together while glucose is very high: fluid from a line may have diluted the sample.',
    'No other finding uses the affected values of this sample. Repeat it with the right order of tubes, from another arm.',
    'If the patient has ECG changes of hyperkalemia, treat first.',
    ...noteLines(finding),
  ];
}
