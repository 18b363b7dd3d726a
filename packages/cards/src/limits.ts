import type { Alert } from '@magwatch/alerts';
import { type Parameters, parametersOf, parametersVersion, RULES, type Rule, unitText } from '@magwatch/rules';

/** Limits of one kind of value, as a line says them: `Mg severe <1, moderate <1.2, low <1.7 mg/dL`. */
interface Group {
  readonly label: string;
  /** Roles of evidence that are compared with them. */
  readonly roles: RegExp;
  /** Left out: in each unit in which laboratories report, so that the unit of the evidence chooses. */
  readonly unit?: string;
  readonly limits: readonly (readonly [threshold: string, words: string])[];
  /** High magnesium is what the safety rules are about, a potassium from an EDTA tube what the data rule is. */
  readonly isFor?: (rule: Rule) => boolean;
}

const isSafety = ({ family }: Rule): boolean => family === 'safety';
const isOfSpecimens = ({ family }: Rule): boolean => family === 'data';

const grades = (name: string): Group['limits'] => [
  [`${name}.critical`, 'critical <'],
  [`${name}.severe`, 'severe <'],
  [`${name}.moderate`, 'moderate <'],
  [`${name}.low`, 'low <'],
];

const GROUPS: readonly Group[] = [
  { label: 'Mg', roles: /^magnesium$/, limits: grades('mg'), isFor: (rule) => !isSafety(rule) },
  {
    label: 'Mg',
    roles: /^magnesium$/,
    limits: [
      ['mg.high', 'high >'],
      ['mg.highWarn', 'warning ≥'],
      ['mg.highCritical', 'critical ≥'],
    ],
    isFor: isSafety,
  },
  { label: 'iMg', roles: /^magnesium-ionized$/, limits: grades('img') },
  { label: 'K', roles: /^potassium/, unit: 'mmol/L', limits: grades('k'), isFor: (rule) => !isOfSpecimens(rule) },
  { label: 'K', roles: /^potassium/, unit: 'mmol/L', limits: [['k.edta', 'suspect ≥']], isFor: isOfSpecimens },
  { label: 'Ca', roles: /^calcium(-albumin-corrected)?$/, limits: grades('ca') },
  { label: 'iCa', roles: /^calcium-ionized$/, limits: grades('ica') },
  { label: 'PO4', roles: /^phosphate/, limits: grades('phos') },
  { label: 'albumin', roles: /^albumin$/, unit: 'g/L', limits: [['alb.low_gL', 'low <']] },
  { label: 'PTH', roles: /^pth$/, unit: 'pg/mL', limits: [['pth.uln_pgmL', 'not raised <']] },
  {
    label: 'eGFR',
    roles: /^(egfr|creatinine)$/,
    unit: 'mL/min/{1.73_m2}',
    limits: [
      ['egfr.failure', 'failure <'],
      ['egfr.severe', 'severe <'],
      ['egfr.reduced', 'reduced <'],
    ],
  },
  {
    label: 'QTc',
    roles: /^qtc/,
    unit: 'ms',
    limits: [
      ['qtc.prolonged.male_ms', 'prolonged in men ≥'],
      ['qtc.prolonged.female_ms', 'in women ≥'],
      ['qtc.critical_ms', 'critical ≥'],
    ],
  },
  { label: 'digoxin', roles: /^digoxin-level$/, unit: 'ng/mL', limits: [['digoxin.toxic_ngmL', 'toxic ≥']] },
];

/**
 * The limits with which the values on a card were compared, in their own units; '' where they are not those of today:
 * the alert names the parameters that it was decided with.
 */
export function limitsOf(alert: Alert, rule: Rule, parameters: Parameters): string {
  if (!RULES.includes(rule) || alert.parametersVersion !== versionOf(parameters)) return '';
  const values = new Map(parametersOf(rule, parameters).map(({ name, value }) => [name, value]));
  const groups = GROUPS.filter(({ isFor }) => isFor?.(rule) ?? true).flatMap((group) =>
    groupText(alert, group, values),
  );
  return groups.length === 0 ? '' : `Limits: ${groups.join('; ')}.`;
}

function groupText(alert: Alert, group: Group, values: ReadonlyMap<string, unknown>): readonly string[] {
  const item = alert.evidence.find(({ role, value }) => group.roles.test(role) && value !== undefined);
  if (!item) return [];
  const family = FAMILIES.find((one) => one === item.unit) ?? 'mmol/L';
  const said = group.limits.flatMap(([name, words]) => {
    const value = values.get(group.unit === undefined ? `thresholds.${name}.${family}` : `thresholds.${name}`);
    return typeof value === 'number' ? [`${words}${value}`] : [];
  });
  return said.length === 0 ? [] : [`${group.label} ${said.join(', ')} ${unitText(group.unit ?? family)}`];
}

/** A result in another unit was compared in mmol/L or mg/dL by its canonical value (clinical catalogue §1.2). */
const FAMILIES = ['mmol/L', 'mg/dL', 'meq/L'] as const;

const versions = new WeakMap<Parameters, string>();

/** Parameters are read once and shown on many cards. */
function versionOf(parameters: Parameters): string {
  const known = versions.get(parameters) ?? parametersVersion(parameters);
  versions.set(parameters, known);
  return known;
}
