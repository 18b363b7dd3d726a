import type { Chance } from '../../kit/chance.ts';
import type { Chart } from './resources.ts';

/** What a patient is likely to have; what stands twice comes twice as often. */
export const THEMES = ['any', 'refractory', 'refractory', 'calcium', 'urine', 'digoxin'] as const;
export type Theme = (typeof THEMES)[number];

/** What the histories of one patient are drawn with. */
export interface Ward {
  readonly draw: Chance;
  readonly chart: Chart;
  readonly isInpatient: boolean;
  /** What this patient is likely to have, beside anything else. */
  readonly theme: Theme;
  /** When a spot urine was taken, in minutes before now, where one was. */
  readonly urineAgo: number | undefined;
  /** A moment in minutes before now, not used before for this patient: ties are decided by more than the text says. */
  readonly moment: (fromHours: number, toHours: number) => number;
}
