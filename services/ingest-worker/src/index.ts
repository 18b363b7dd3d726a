export type { Decided } from './assess-patient.ts';
export { INGEST_ERRORS, type IngestErrorCode } from './errors.ts';
export { registerDataQuality } from './register-data-quality.ts';
export { type IngestStartDeps, start } from './start.ts';
export { TIMING, type Timing } from './timing.ts';
