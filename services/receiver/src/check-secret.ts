import { createHash, timingSafeEqual } from 'node:crypto';

export interface SourceSecrets {
  readonly id: string;
  readonly notificationSecret: string;
  /** Still good while it is being replaced. */
  readonly previousSecret?: string;
}

/**
 * Answers whether an Authorization header opens a source. Takes the same steps for a source that does not exist as
 * for one with another secret: neither the answer nor its time says which it was.
 */
export function createSecretCheck(sources: readonly SourceSecrets[]) {
  const known = new Map(
    sources.map(({ id, notificationSecret, previousSecret }) => [
      id,
      [digest(notificationSecret), digest(previousSecret ?? notificationSecret)] as const,
    ]),
  );
  // No text has this digest: it stands in for the secrets of a source that is not there.
  const nobody = [Buffer.alloc(32), Buffer.alloc(32)] as const;

  return (sourceId: string, authorization: string | undefined): boolean => {
    const [current, previous] = known.get(sourceId) ?? nobody;
    const given = digest(/^bearer (.*)$/i.exec(authorization ?? '')?.[1]?.trim() ?? '');
    const isCurrent = timingSafeEqual(given, current);
    const isPrevious = timingSafeEqual(given, previous);
    return isCurrent || isPrevious;
  };
}

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
