import type { Drug } from '@magwatch/timeline';
import type { Strength } from './codes/code-row.ts';

/** One drug of a product. */
export interface Ingredient {
  readonly drug: Drug;
  readonly strength?: Strength;
  /** It is dissolved in a fluid whose potassium is that of maintenance: Ringer’s calcium is no replacement either. */
  readonly isInMaintenanceFluid?: true;
}
