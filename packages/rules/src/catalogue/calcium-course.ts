import { calcium, calciumGiven, parathyroid } from '../blocks/calcium.ts';
import type { Chart } from '../chart.ts';
import type { Present } from '../contract.ts';
import { resultEvidence } from '../evidence.ts';
import { calciumFigures, figure } from '../figures.ts';
import { figureText, hasFigure, seriesLine } from '../words.ts';

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
