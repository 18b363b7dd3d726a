import { when } from '../answer.ts';
import { type Calcium, calcium, calciumGiven, parathyroid } from '../blocks/calcium.ts';
import type { Chart } from '../chart.ts';
import type { Answer, Present, SeverityStep } from '../contract.ts';
import { resultEvidence } from '../evidence.ts';
import { calciumFigures, calciumText, figure } from '../figures.ts';
import { figureText, hasFigure, numberText, resultText, seriesLine } from '../words.ts';

type Parts = Pick<Present, 'figures' | 'evidence' | 'missing'>;

/** What the three rules on calcium share: the value, its correction, and calcium already given. */
export function calciumParts(chart: Chart): Parts {
  const ca = chart.read(calcium);
  const given = chart.read(calciumGiven);
  return {
    figures: {
      ...calciumFigures(ca),
      ...(given.mmol > 0 ? { calciumGivenMmol: figure(given.mmol) } : {}),
    },
    evidence: [
      ...(ca.result ? [resultEvidence('calcium', ca.result)] : []),
      ...(ca.albumin ? [resultEvidence('albumin', ca.albumin)] : []),
      ...given.evidence,
    ],
    missing: ca.kind === 'uncorrected' ? ['albumin'] : [],
  };
}

/** The same with PTH, for the two rules on hypocalcemia. */
export function hypocalcemiaParts(chart: Chart): Parts {
  const { figures, evidence, missing } = calciumParts(chart);
  const pth = chart.read(parathyroid);
  if (!pth) return { figures, evidence, missing: ['pth', ...missing] };
  return {
    figures: { ...figures, pthPgPerMl: figure(pth.result.canonical), isPthNotRaised: pth.isNotRaised },
    evidence: [...evidence, resultEvidence('pth', pth.result)],
    missing,
  };
}

/** A severity step: calcium below its critical limit. */
export function isCalciumCritical(chart: Chart): Answer {
  return isCalciumIn(chart, ['critical']);
}

/** What raises low calcium to a warning where it is being ordered. */
export const calciumWarningSteps: readonly SeverityStep[] = [
  { severity: 'warning', says: 'Calcium stays low after intravenous calcium', check: isCalciumGiven },
  { severity: 'warning', says: 'Calcium is severely low', check: isCalciumSevere },
];

/** What raises low calcium to a warning, whatever magnesium is. */
export const hypocalcemiaWarningSteps: readonly SeverityStep[] = [
  { severity: 'warning', says: 'PTH is not raised although calcium is low', check: isPthNotRaised },
  ...calciumWarningSteps,
];

function isPthNotRaised(chart: Chart): Answer {
  const pth = chart.read(parathyroid);
  return when(pth?.isNotRaised ?? false, pth && resultText(pth.result), pth ? [] : ['pth']);
}

function isCalciumGiven(chart: Chart): Answer {
  const given = chart.read(calciumGiven);
  return when(given.isEnough, `${numberText(given.mmol)} mmol`);
}

/** A critical one is severe too, where no step before asks for it. */
function isCalciumSevere(chart: Chart): Answer {
  return isCalciumIn(chart, ['severe', 'critical']);
}

/** With the value that was compared: after correction where one was made. */
function isCalciumIn(chart: Chart, states: readonly Calcium['state'][]): Answer {
  const ca = chart.read(calcium);
  return when(states.includes(ca.state), ca.result && calciumText(calciumFigures(ca)));
}

export function calciumLines(finding: Present): readonly string[] {
  const lines = [...seriesLine(finding, 'Calcium', ['calcium'])];
  if (hasFigure(finding, 'calciumCorrected'))
    lines.push(
      hasFigure(finding, 'albuminGPerL')
        ? `Corrected for albumin ${figureText(finding, 'albuminGPerL')} g/L: ${figureText(finding, 'calciumCorrected')}.`
        : 'The laboratory corrected it for albumin.',
    );
  if (finding.figures['calciumKind'] === 'uncorrected')
    lines.push('No albumin near this sample: the total is severe as it stands.');
  if (finding.figures['isPthNotRaised'] === true)
    lines.push(
      `PTH ${figureText(finding, 'pthPgPerMl')} pg/mL is not raised although calcium is low: low magnesium can do that.`,
    );
  else if (hasFigure(finding, 'pthPgPerMl')) lines.push(`PTH ${figureText(finding, 'pthPgPerMl')} pg/mL is raised.`);
  lines.push(...seriesLine(finding, 'Intravenous calcium before this sample', ['calcium-dose']));
  return lines;
}
