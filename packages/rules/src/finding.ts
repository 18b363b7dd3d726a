import type { Finding, NotApplicable, Present, Severity } from './contract.ts';

export const absent = (reason: string): Finding => ({ verdict: 'absent', reason });
export const notApplicable = (reason: NotApplicable): Finding => ({ verdict: 'not-applicable', reason });

/** Cannot tell; the missing values by name, each once. */
export const unknown = (missing: readonly string[]): Finding => ({ verdict: 'unknown', missing: unique(missing) });

/** A true finding; lists that a rule leaves out are empty. */
export function present(
  parts: Pick<Present, 'severity' | 'figures' | 'evidence'> &
    Partial<Pick<Present, 'missing' | 'notes'>> & { readonly explainedBy?: Present['explainedBy'] },
): Present {
  const { explainedBy, missing, notes, ...rest } = parts;
  return {
    verdict: 'present',
    ...rest,
    missing: unique(missing ?? []),
    notes: unique(notes ?? []),
    ...(explainedBy ? { explainedBy } : {}),
  };
}

const unique = (names: readonly string[]): readonly string[] => [...new Set(names)].sort();

const RANK: Readonly<Record<Severity, number>> = { info: 0, warning: 1, critical: 2 };

/** The milder of two severities. */
export const capSeverity = (severity: Severity, cap: Severity): Severity =>
  RANK[severity] > RANK[cap] ? cap : severity;

/** One step down; below info there is nothing. */
export const lowerSeverity = (severity: Severity): Severity => (severity === 'critical' ? 'warning' : 'info');

/** Whether `a` is more severe than `b`. */
export const isMoreSevere = (a: Severity, b: Severity): boolean => RANK[a] > RANK[b];
