import type { RecordOptions } from '../recordOptions.ts';

/** Whether node addresses are published anywhere, so that nodes have to be watched. */
export const usesNodes = ({ addresses, names, watchNodes }: RecordOptions): boolean =>
  watchNodes === true || addresses === 'node' || names.some((template) => template.addresses === 'node');
