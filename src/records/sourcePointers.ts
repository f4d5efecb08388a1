import { parseAddress } from '../dns/address.ts';
import { reverseName } from '../dns/reverseName.ts';
import type { Rrset } from '../dns/rrset.ts';
import type { NodeSnapshot, PodSnapshot, SourceSnapshot } from '../model/originSnapshot.ts';
import { comparePointers, inNetworks, type Pointer, type PointerOptions } from './inside/pointersOf.ts';
import { sourceRecords } from './sources/sourceRecords.ts';

/**
 * The PTR records of an object other than a Service: those of a Node and of a Pod to
 * its name. Names that are asked for
 * outside, such as those of Ingresses, are no machine's, and have none.
 */
export const sourcePointers = (snapshot: SourceSnapshot, options: PointerOptions): readonly Pointer[] => {
  if (snapshot.kind !== 'node' && snapshot.kind !== 'pod') return [];
  const { policy, cidrs, records } = options;
  if (policy === 'none' || policy === 'cluster-ip-only' || cidrs.length === 0) return [];
  if (policy === 'hostname-only' && snapshot.kind === 'pod') return [];
  const { names, shared } = sourceRecords(snapshot, records);
  const rrsets = [...names.flatMap((name) => name.rrsets), ...shared];
  return rrsets.flatMap((rrset) => pointersTo(rrset, snapshot, options)).sort(comparePointers);
};

const pointersTo = (
  { name: target, ttlSeconds, rdatas }: Rrset,
  { kind, object }: NodeSnapshot | PodSnapshot,
  { cidrs }: PointerOptions,
): readonly Pointer[] =>
  rdatas.flatMap((text) => {
    const address = parseAddress(text);
    if (address === undefined || !inNetworks(cidrs, address)) return [];
    const name = reverseName(address);
    const { ref: origin, createdMs } = object;
    const held = { heldBy: kind, hasHostname: kind === 'node' } as const;
    return [{ name, target, ttlSeconds, address: address.text, origin, createdMs, ...held }];
  });
