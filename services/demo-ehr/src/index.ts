export { wardMorning } from './clock.ts';
export type { NotificationMethod } from './fhir/send-notification.ts';
export { type DemoEhr, type DemoEhrOptions, start } from './start.ts';
