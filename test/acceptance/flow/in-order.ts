import type { Alert } from '@magwatch/alerts';
import { assessFacts } from '@magwatch/assess';
import { instantOf } from '@magwatch/base';
import { createCodes, parseResource } from '@magwatch/fhir';
import { DEFAULT_PARAMETERS, parametersVersion, RULES } from '@magwatch/rules';
import type { ResourceVersion } from '@magwatch/timeline';
import { inOrder, type Written } from './history.ts';
import { NOW_MS, newcomer } from './resources.ts';

/** What two ways of arrival have to agree on. */
export interface OpenAlert {
  readonly patient: string;
  readonly rule: string;
  readonly severity: string;
  readonly evidence: readonly string[];
}

export const openAlertOf = (alert: {
  readonly patient: string;
  readonly rule: string;
  readonly severity: string;
  readonly evidence: readonly object[];
}): OpenAlert => ({
  patient: alert.patient,
  rule: alert.rule,
  severity: alert.severity,
  evidence: alert.evidence.map((one) => JSON.stringify(one, Object.keys(one).sort())).sort(),
});

/**
 * The alerts that are open when each event of a patient arrives once, in its order, and is assessed
 * alone; without any process.
 */
export function assessInOrder(patient: string, history: readonly Written[]): readonly OpenAlert[] {
  const codes = createCodes();
  const read = (resource: unknown): ResourceVersion => {
    const parsed = parseResource(resource, { codes, timeZone: 'UTC' });
    if (!parsed.ok) throw new Error(`a made-up resource that cannot be read: ${parsed.note.code}`);
    return parsed.version;
  };
  const admission = newcomer(patient).map((one) => ({ ...one, meta: { versionId: '1' } }));
  const versions = admission.map(read);
  let alerts: readonly Alert[] = [];
  for (const { resource } of inOrder(history)) {
    versions.push(read(resource));
    ({ alerts } = assessFacts({
      source: 'main',
      patient: `Patient/${patient}`,
      versions,
      coverage: 'complete',
      alerts,
      now: instantOf(NOW_MS),
      rules: RULES,
      parameters: DEFAULT_PARAMETERS,
      parametersVersion: parametersVersion(DEFAULT_PARAMETERS),
      defaultSetting: undefined,
      factSequence: versions.length,
    }));
  }
  return alerts
    .filter(({ state }) => state === 'open')
    .map((one) => openAlertOf({ ...one, rule: one.ruleId }))
    .sort((a, b) => (a.rule < b.rule ? -1 : 1));
}
