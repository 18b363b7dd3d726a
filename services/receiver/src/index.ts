export { RECEIVER_ERRORS, type ReceiverErrorCode } from './errors.ts';
export type { HintQueues } from './hint-queues.ts';
export { type Receiver, type ReceiverDeps, registerReceiver } from './register-receiver.ts';
export { type ReceiverStartDeps, start } from './start.ts';
