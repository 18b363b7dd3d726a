export { type PharmacistWebDeps, registerPharmacistWeb } from './register-pharmacist-web.ts';
export { type PharmacistWebStartDeps, start } from './start.ts';
