import type { ContentFault } from './contentFault.ts';

/** That a name is there without a type, in words that name it. */
export const withoutType =
  (text: (type: string) => string) =>
  (type: string): ContentFault => ({ reason: 'no-type', detail: text(type) });
