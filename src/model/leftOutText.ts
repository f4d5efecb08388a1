import { countText } from './visibleText.ts';

/** Addresses that a zone does not hold, in words: of which objects is not listed, as it is no fault. */
export const leftOutText = ({
  addresses,
  objects,
}: {
  readonly addresses: number;
  readonly objects: number;
}): string =>
  `${countText(addresses)} addresses of ${countText(objects)} objects, which lie outside of the zone's networks (--network, --exclude-network)`;
