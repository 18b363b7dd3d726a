import { formatInstant, type Instant } from '@magwatch/base';
import type { CapabilityStatement, CapabilityStatementRestResource } from 'fhir/r4.js';
import { RESOURCE_TYPES, type ResourceType, SEARCH_PARAMETERS } from './search-parameters.ts';

/** What this server can do, as it says itself. */
export function capabilityOf(url: string, now: Instant): CapabilityStatement {
  return {
    resourceType: 'CapabilityStatement',
    status: 'active',
    experimental: true,
    date: formatInstant(now),
    kind: 'instance',
    software: { name: 'Magwatch demo EHR' },
    implementation: { description: 'A simulated hospital ward. No real patients.', url },
    fhirVersion: '4.0.1',
    format: ['application/fhir+json', 'json'],
    rest: [{ mode: 'server', resource: RESOURCE_TYPES.map(resourceOf) }],
  };
}

function resourceOf(type: ResourceType): CapabilityStatementRestResource {
  const isSubscription = type === 'Subscription';
  const reads = ['read', 'search-type'] as const;
  const more = isSubscription ? (['create', 'update', 'delete'] as const) : (['vread', 'history-instance'] as const);
  return {
    type,
    interaction: [...reads, ...more].map((code) => ({ code })),
    versioning: isSubscription ? 'versioned-update' : 'versioned',
    searchParam: Object.entries(SEARCH_PARAMETERS[type] ?? {}).map(([name, parameter]) => ({
      name,
      type: parameter.type,
    })),
  };
}
