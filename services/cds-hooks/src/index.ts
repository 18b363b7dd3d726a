export { CDS_HOOKS_ERRORS, type CdsHooksErrorCode } from './errors.ts';
export { type CdsHooksDeps, registerCdsHooks } from './register-cds-hooks.ts';
export { type CdsService, SERVICE_ID, SERVICES } from './services.ts';
export { type CdsHooksStartDeps, start } from './start.ts';
