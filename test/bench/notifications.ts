/** One potassium result of a synthetic patient as a rest-hook notification; every version is another event. */
export function potassiumNotification(patient: number, version: number): string {
  const at = new Date(Date.now() - (version % 1000) * 1000).toISOString();
  return JSON.stringify({
    resourceType: 'Observation',
    id: `k-${patient}-${version}`,
    meta: { versionId: '1', lastUpdated: at },
    status: 'final',
    code: { coding: [{ system: 'http://loinc.org', code: '2823-3' }] },
    subject: { reference: `Patient/b${patient}` },
    effectiveDateTime: at,
    valueQuantity: {
      value: 3.1 + (version % 20) / 10,
      unit: 'mmol/L',
      system: 'http://unitsofmeasure.org',
      code: 'mmol/L',
    },
  });
}
