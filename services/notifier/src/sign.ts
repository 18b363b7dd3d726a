import { createHmac } from 'node:crypto';

/** What is signed: nobody can replay it later, as another delivery, or with another body. */
export interface Signed {
  /** Seconds since 1970, of the moment of sending. */
  readonly timestamp: number;
  readonly delivery: string;
  readonly body: string;
}

/** `v1=` and the hex HMAC-SHA-256 of `timestamp.delivery.body` under the destination's secret. */
export function sign(secret: string, { timestamp, delivery, body }: Signed): string {
  return `v1=${createHmac('sha256', secret).update(`${timestamp}.${delivery}.${body}`).digest('hex')}`;
}
