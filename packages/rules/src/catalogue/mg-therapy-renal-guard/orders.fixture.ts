import { type Circumstances, drugOrder, result } from '../../testing/index.ts';

export const egfr = (value: number, comparator?: '<' | '>') =>
  result('egfr', [value, 'mL/min/{1.73_m2}'], 10, comparator ? { comparator } : {});
export const meq = (amount: number | undefined) =>
  amount === undefined ? {} : { content: { element: 'magnesium', meq: amount } as const };
export const intravenous = (amount: number | undefined = 8.11) =>
  drugOrder('magnesium-sulfate', 20, { route: 'intravenous', ...meq(amount) });
export const unknownAmount = drugOrder('magnesium-sulfate', 20, { route: 'intravenous' });
export const unknownRoute = (amount: number | undefined = 8.11) =>
  drugOrder('magnesium-sulfate', 20, { route: 'unknown', ...meq(amount) });
export const oral = drugOrder('magnesium-oxide', 20, meq(19.8));
export const signing = (...drafts: Circumstances['drafts'] & object): Partial<Circumstances> => ({
  hook: 'order-sign',
  drafts,
});
export const healthy = egfr(90);
