import { kidneys } from '../blocks/kidneys.ts';
import type { Chart } from '../chart.ts';
import type { Present } from '../contract.ts';
import { resultEvidence } from '../evidence.ts';
import { figure } from '../figures.ts';

/** The eGFR as figure, with what it was read from; or that it is missing. */
export function egfrParts(chart: Chart): Pick<Present, 'figures' | 'evidence' | 'missing'> {
  const { egfr } = chart.read(kidneys);
  if (!egfr) return { figures: {}, evidence: [], missing: ['egfr'] };
  const role = egfr.source === 'reported' ? 'egfr' : 'creatinine';
  return { figures: { egfr: figure(egfr.value) }, evidence: [resultEvidence(role, egfr.result)], missing: [] };
}
