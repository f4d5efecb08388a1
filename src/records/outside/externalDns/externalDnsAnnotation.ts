import type { Service } from '../../../model/service.ts';

/**
 * external-dns's prefix since its release 0.22, and the one before; where both are set the first counts, as
 * there.
 */
export const externalDnsPrefixes = [
  'external-dns.kubernetes.io/',
  'external-dns.alpha.kubernetes.io/',
] as const;

export type ExternalDnsAnnotation = {
  /** Its whole key, for messages. */
  readonly key: string;
  readonly text: string;
};

/** One of external-dns's annotations of a Service. */
export const externalDnsAnnotation = (
  { annotations }: Pick<Service, 'annotations'>,
  name: string,
): ExternalDnsAnnotation | undefined => {
  const key = externalDnsPrefixes
    .map((prefix) => prefix + name)
    .find((key) => annotations[key] !== undefined);
  return key === undefined ? undefined : { key, text: annotations[key] ?? '' };
};

/** One that counts as absent when it is empty, as for external-dns; without blanks at its ends. */
export const filledAnnotation = (
  service: Pick<Service, 'annotations'>,
  name: string,
): ExternalDnsAnnotation | undefined => {
  const found = externalDnsAnnotation(service, name);
  const text = found?.text.trim() ?? '';
  return found === undefined || text === '' ? undefined : { ...found, text };
};
