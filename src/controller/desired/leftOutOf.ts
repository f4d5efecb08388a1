import type { DesiredZone } from './desiredZone.ts';

/** How many addresses lie outside of a zone's networks, and of how many objects. */
export type LeftOut = { readonly addresses: number; readonly objects: number };

/** Of all objects of a zone; nothing to say where none lies outside. */
export const leftOutOf = ({ leftOut }: Pick<DesiredZone, 'leftOut'>): { readonly leftOut?: LeftOut } => {
  const byObject = leftOut();
  if (byObject.size === 0) return {};
  const addresses = [...byObject.values()].reduce((sum, count) => sum + count, 0);
  return { leftOut: { addresses, objects: byObject.size } };
};
