import type { PARAMETER_CATALOGUE } from './parameter-catalogue.ts';
import type { ValuesOf } from './parameter-kinds.ts';

type Values = ValuesOf<typeof PARAMETER_CATALOGUE>;

/** off: not evaluated. silent: evaluated and stored, shown to nobody. worklist: no cards. card: everywhere. */
export type Mode = Values['mode']['default'];

/** A value for every name of the catalogue of parameters; modes and grace intervals may also be given by rule id. */
export interface Parameters extends Omit<Values, 'mode' | 'grace_min'> {
  readonly mode: Values['mode'] & { readonly [ruleId: string]: Mode };
  readonly grace_min: Values['grace_min'] & { readonly [ruleId: string]: number };
}

/** The mode of a rule. */
export const modeOf = (parameters: Parameters, ruleId: string): Mode =>
  parameters.mode[ruleId] ?? parameters.mode.default;

/** The grace interval of a rule in minutes. */
export const graceMinutesOf = (parameters: Parameters, ruleId: string): number =>
  parameters.grace_min[ruleId] ?? parameters.grace_min.default;
