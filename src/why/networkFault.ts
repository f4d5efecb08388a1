import type { OriginSnapshot } from '../model/originSnapshot.ts';
import { countText } from '../model/visibleText.ts';
import type { RecordOptions } from '../records/recordOptions.ts';
import { recordsOfOrigin } from '../records/recordsOfOrigin.ts';
import type { ContentFault } from './contentFault.ts';

/** That an object has addresses, and none in the networks of the zone; undefined where that is not so. */
export const networkFault = (snapshot: OriginSnapshot, options: RecordOptions): ContentFault | undefined => {
  const { leftOut = 0 } = recordsOfOrigin(snapshot, options);
  if (leftOut === 0) return undefined;
  const found = leftOut === 1 ? 'its address lies' : `its ${countText(leftOut)} addresses lie`;
  return {
    reason: 'other-networks',
    detail: `${found} outside of the networks of zone ${options.zone}`,
    fix: 'a --network that holds it, or ask in another view',
  };
};
