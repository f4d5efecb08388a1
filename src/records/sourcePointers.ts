import { parseAddress } from '../dns/address.ts';
import { reverseName } from '../dns/reverseName.ts';
import type { Rrset } from '../dns/rrset.ts';
import type { NodeSnapshot, SourceSnapshot } from '../model/originSnapshot.ts';
import { comparePointers, inNetworks, type Pointer, type PointerOptions } from './inside/pointersOf.ts';
import { sourceRecords } from './sources/sourceRecords.ts';

/**
 * The PTR records of an object other than a Service: those of a Node to its name. Names that are asked for
 * outside, such as those of Ingresses, are no machine's, and have none.
 */
export const sourcePointers = (snapshot: SourceSnapshot, options: PointerOptions): readonly Pointer[] => {
  if (snapshot.kind !== 'node') return [];
  const { policy, cidrs, records } = options;
  if (policy === 'none' || policy === 'cluster-ip-only' || cidrs.length === 0) return [];
  const rrsets = sourceRecords(snapshot, records).names.flatMap((name) => name.rrsets);
  return rrsets.flatMap((rrset) => pointersTo(rrset, snapshot, options)).sort(comparePointers);
};

const pointersTo = (
  { name: target, ttlSeconds, rdatas }: Rrset,
  { object }: NodeSnapshot,
  { cidrs }: PointerOptions,
): readonly Pointer[] =>
  rdatas.flatMap((text) => {
    const address = parseAddress(text);
    if (address === undefined || !inNetworks(cidrs, address)) return [];
    const name = reverseName(address);
    const { ref: origin, createdMs } = object;
    const held = { heldBy: 'node', hasHostname: true } as const;
    return [{ name, target, ttlSeconds, address: address.text, origin, createdMs, ...held }];
  });
