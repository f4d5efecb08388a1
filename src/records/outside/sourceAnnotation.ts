import type { RecordOptions } from '../recordOptions.ts';
import { externalDnsPrefixes } from './externalDns/externalDnsAnnotation.ts';

/**
 * An annotation of external-dns on an object of any kind, where they are heeded: of two prefixes the newer.
 */
export const sourceAnnotation = (
  { externalDnsAnnotations }: Pick<RecordOptions, 'externalDnsAnnotations'>,
  annotations: Readonly<Record<string, string>>,
  name: string,
): { readonly key: string; readonly text: string } | undefined => {
  if (!externalDnsAnnotations) return undefined;
  for (const prefix of externalDnsPrefixes) {
    const text = annotations[prefix + name];
    if (text !== undefined) return { key: prefix + name, text };
  }
  return undefined;
};
