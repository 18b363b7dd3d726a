import { addHours, instantOf } from '@magwatch/base';
import { Fhir } from 'fhir/fhir.js';
import { expect, test } from 'vitest';
import { openWard } from './ward.ts';

test('everything that the ward writes has the structure of FHIR R4', () => {
  const from = instantOf(Date.UTC(2026, 2, 10));
  const validator = new Fhir();
  const problems = new Set<string>();
  for (const { events } of openWard(1).staysBetween(from, addHours(from, 24))) {
    for (const { resource } of events) {
      for (const { severity, location, message } of validator.validate(resource, { errorOnUnexpected: true })
        .messages) {
        if (!['info', 'warning'].includes(String(severity)))
          problems.add(`${resource.resourceType}: ${location} ${message}`);
      }
    }
  }
  expect([...problems]).toEqual([]);
});
