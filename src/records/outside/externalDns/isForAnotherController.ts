import type { RecordOptions } from '../../recordOptions.ts';
import { sourceAnnotation } from '../sourceAnnotation.ts';

/**
 * Whether external-dns's annotation `controller`, where it is heeded, gives the object to another program.
 */
export const isForAnotherController = (
  annotations: Readonly<Record<string, string>>,
  options: Pick<RecordOptions, 'externalDnsAnnotations'>,
): boolean => {
  const found = sourceAnnotation(options, annotations, 'controller');
  return found !== undefined && found.text !== 'dns-controller';
};
