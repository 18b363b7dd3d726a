import { createHmac, timingSafeEqual } from 'node:crypto';

export interface SignedRequest {
  /** Seconds since 1970, as it was sent. */
  readonly timestamp: string | undefined;
  readonly delivery: string | undefined;
  /** `v1=<hex>` */
  readonly signature: string | undefined;
  readonly body: Buffer;
}

/** Real time on both sides: a signature is worth nothing later, so that a copied request cannot be sent again. */
const WINDOW_MS = 5 * 60_000;

/** Whether `v1=<hex hmac-sha256 of "timestamp.delivery.body">` holds, and is fresh. Compares in constant time. */
export function isGenuine(request: SignedRequest, secret: string, realNowMs: number): boolean {
  const { timestamp, delivery, signature, body } = request;
  if (timestamp === undefined || delivery === undefined || signature === undefined) return false;
  if (!/^\d{1,12}$/.test(timestamp)) return false;
  if (Math.abs(realNowMs - Number(timestamp) * 1000) > WINDOW_MS) return false;
  const expected = createHmac('sha256', secret).update(`${timestamp}.${delivery}.`).update(body).digest();
  const given = /^v1=([0-9a-f]{64})$/.exec(signature)?.[1];
  return given !== undefined && timingSafeEqual(expected, Buffer.from(given, 'hex'));
}
