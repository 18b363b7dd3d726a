export type { CallLimits } from './call.ts';
export type {
  Ehr,
  EhrSource,
  ObservedSubscription,
  Page,
  ReadAnswer,
  Resource,
  SearchOptions,
  SearchParameters,
  Subscriptions,
  WantedSubscription,
} from './contract.ts';
export { EHR_ERRORS, type EhrErrorCode, type EhrFailure, type Retry } from './errors.ts';
export { isResourceId, isResourceType } from './identifiers.ts';
export { eventKeyOf, type Identity, type IdentityContext, identityOf, outsideMedicationOf } from './identity.ts';
export { openEhr } from './open-ehr.ts';
export { backoffMs, readRetryAfter } from './retry-after.ts';
export type { Lane } from './slots.ts';
