export { type Attempt, type Drain, type DrainDeps, drainOutbox } from './drain-outbox.ts';
export { NOTIFIER_ERRORS, type NotifierErrorCode } from './errors.ts';
export { type Signed, sign } from './sign.ts';
export { type NotifierDeps, readinessChecks, start } from './start.ts';
