import type { Evidence } from '@magwatch/timeline';
import type { Figures } from '../contract.ts';
import { resultEvidence } from '../evidence.ts';
import type { Result } from './results.ts';

/** What a definition of "refractory" says. Unknown is not no. `value` is what it looked at, for whoever asks why. */
export type RefractoryPotassium =
  | { readonly is: 'no'; readonly reason: string; readonly value?: string }
  | { readonly is: 'unknown'; readonly missing: readonly string[]; readonly value?: string }
  | {
      readonly is: 'yes';
      readonly latest: Result;
      readonly figures: Figures;
      readonly evidence: readonly Evidence[];
      readonly notes: readonly string[];
      readonly missing: readonly string[];
    };

/** The run of low potassium results as evidence: the last, the first, what lies between. */
export function runEvidence(run: readonly Result[]): readonly Evidence[] {
  const [baseline, ...others] = run;
  const latest = others.at(-1);
  if (!baseline || !latest) return run.map((result) => resultEvidence('potassium', result));
  return [
    resultEvidence('potassium', latest),
    resultEvidence('potassium-baseline', baseline),
    ...others.slice(0, -1).map((result) => resultEvidence('potassium-series', result)),
  ];
}
