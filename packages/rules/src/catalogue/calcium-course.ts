import { when } from '../answer.ts';
import { calcium, calciumGiven, parathyroid } from '../blocks/calcium.ts';
import type { Chart } from '../chart.ts';
import type { Answer, Present, SeverityStep } from '../contract.ts';
import { resultEvidence } from '../evidence.ts';
import { calciumFigures, calciumText, figure } from '../figures.ts';
import { figureText, hasFigure, numberText, resultText, seriesLine } from '../words.ts';

/** What the two rules on hypocalcemia share: the calcium, its correction, PTH, and calcium already given. */
export function calciumParts(chart: Chart): Pick<Present, 'figures' | 'evidence' | 'missing'> {
  const ca = chart.read(calcium);
  const pth = chart.read(parathyroid);
  const given = chart.read(calciumGiven);
  return {
    figures: {
      ...calciumFigures(ca),
      ...(pth ? { pthPgPerMl: figure(pth.result.canonical), isPthNotRaised: pth.isNotRaised } : {}),
      ...(given.mmol > 0 ? { calciumGivenMmol: figure(given.mmol) } : {}),
    },
    evidence: [
      ...(ca.result ? [resultEvidence('calcium', ca.result)] : []),
      ...(ca.albumin ? [resultEvidence('albumin', ca.albumin)] : []),
      ...(pth ? [resultEvidence('pth', pth.result)] : []),
      ...given.evidence,
    ],
    missing: [...(pth ? [] : ['pth']), ...(ca.kind === 'uncorrected' ? ['albumin'] : [])],
  };
}

/** A severity step: calcium below its critical limit. */
export function isCalciumCritical(chart: Chart): Answer {
  return isCalciumIn(chart, 'critical');
}

/** What raises low calcium to a warning, whatever magnesium is. */
export const hypocalcemiaWarningSteps: readonly SeverityStep[] = [
  { severity: 'warning', says: 'PTH is not raised although calcium is low', check: isPthNotRaised },
  { severity: 'warning', says: 'Calcium stays low after intravenous calcium', check: isCalciumGiven },
  { severity: 'warning', says: 'Calcium is severely low', check: isCalciumSevere },
];

function isPthNotRaised(chart: Chart): Answer {
  const pth = chart.read(parathyroid);
  return when(pth?.isNotRaised ?? false, pth && resultText(pth.result), pth ? [] : ['pth']);
}

function isCalciumGiven(chart: Chart): Answer {
  const given = chart.read(calciumGiven);
  return when(given.isEnough, `${numberText(given.mmol)} mmol`);
}

function isCalciumSevere(chart: Chart): Answer {
  return isCalciumIn(chart, 'severe');
}

/** With the value that was compared: after correction where one was made. */
function isCalciumIn(chart: Chart, state: 'severe' | 'critical'): Answer {
  const ca = chart.read(calcium);
  return when(ca.state === state, ca.result && calciumText(calciumFigures(ca)));
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
