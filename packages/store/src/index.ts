export { type AlertChange, type DecisionBasis, findAlertChanges, insertAlertChange } from './alert-changes.ts';
export { findActiveAlerts, findAlert, findAlerts, getAlert, saveAlert } from './alerts.ts';
export { type Assessment, findAssessment, findAssessments, insertAssessment } from './assessments.ts';
export { type CatchUp, findCatchUps, moveCatchUp } from './catch-ups.ts';
export { countNotes, listNotes, type QualityNote, type QualityRow, recordNotes } from './data-quality.ts';
export {
  adjustTell,
  countDeliveries,
  type DeadDelivery,
  type DeliveryTell,
  insertDelivery,
  type Knowledge,
  type Lease,
  type LeasedDelivery,
  leaseDueDeliveries,
  listDeadDeliveries,
  markDeadIfLeased,
  markRetryIfLeased,
  markSentIfLeased,
  type NewDelivery,
  returnDeadDelivery,
} from './deliveries.ts';
export {
  isContentRefused,
  isTransactionConflict,
  STORE_ERRORS,
  StoreError,
  type StoreErrorCode,
  sqlStateOf,
} from './errors.ts';
export {
  type AsideEvent,
  claimDeletions,
  countInbox,
  delayEvent,
  EVENTS_PER_STATEMENT_MAX,
  findUndoneEvent,
  findUndoneEvents,
  findUndonePatients,
  findUnresolvedEvents,
  findWaiting,
  type InboxCounts,
  type InboxEvent,
  type Interaction,
  insertEvents,
  isResourceUndone,
  listAsideEvents,
  lockUndoneEvent,
  markEventsDone,
  type NewEvent,
  type ReadBack,
  requestRecheck,
  returnAsideEvents,
  type Stored,
  setDeletionUnclaimed,
  setEventAside,
  setEventPatient,
  storeEvents,
  type WaitingEvent,
} from './inbox.ts';
export { checkSchema, migrate } from './migrate.ts';
export { findParameterSet, keepParameterSet } from './parameter-sets.ts';
export {
  type AssessedPatient,
  findPatient,
  findPatientsToReview,
  type PatientRow,
  saveCoverage,
  savePatientAssessed,
} from './patients.ts';
export {
  findLatestUnnumbered,
  findPatientOfResource,
  findVersions,
  insertVersions,
  type NewVersion,
  type StoredVersion,
} from './resource-versions.ts';
export {
  findReturnedCard,
  insertReturnedCards,
  type ReturnedCard,
} from './returned-cards.ts';
export {
  codeOf,
  type Database,
  inSavepoint,
  inTransaction,
  isDatabaseAlive,
  lockPatient,
  openStore,
  type Store,
  type StoreOptions,
  type Transaction,
} from './store.ts';
export { findSubscriptions, type SubscriptionRow, saveSubscription } from './subscriptions.ts';
