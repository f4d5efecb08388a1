import { parseAddress } from '../dns/address.ts';
import { reverseName } from '../dns/reverseName.ts';
import type { Rrset } from '../dns/rrset.ts';
import type { ImportSnapshot, NodeSnapshot, PodSnapshot, SourceSnapshot } from '../model/originSnapshot.ts';
import { addressLabel } from './answers/addressLabel.ts';
import { comparePointers } from './inside/choosePointers.ts';
import { inNetworks, type Pointer, type PointerOptions } from './inside/pointersOf.ts';
import { sourceRecords } from './sources/sourceRecords.ts';

type PointedSnapshot = ImportSnapshot | NodeSnapshot | PodSnapshot;

/**
 * The PTR records of an object other than a Service: those of a Node and of a Pod to its name, of a
 * ClusterSetIP to the name of its ServiceImport, of an endpoint of a headless one to its own. Names that
 * are asked for outside, such as those of Ingresses, are no machine's, and have none.
 */
export const sourcePointers = (snapshot: SourceSnapshot, options: PointerOptions): readonly Pointer[] => {
  if (snapshot.kind !== 'node' && snapshot.kind !== 'pod' && snapshot.kind !== 'import') return [];
  const { policy, cidrs, records } = options;
  if (policy === 'none' || cidrs.length === 0) return [];
  return pointedRrsets(snapshot, records)
    .flatMap((rrset) => pointersTo(rrset, snapshot, options))
    .filter((pointer) => isWanted(pointer, snapshot, policy))
    .sort(comparePointers);
};

const pointedRrsets = (snapshot: PointedSnapshot, records: PointerOptions['records']): readonly Rrset[] => {
  const { names, shared, territory } = sourceRecords(snapshot, records);
  if (snapshot.kind !== 'import') return [...names.flatMap((name) => name.rrsets), ...shared];
  const { ref, type } = snapshot.object;
  const own = `${ref.name}.${ref.namespace}.svc.${records.zone}`;
  // At the name of a headless import every endpoint has its address, and none is called that.
  return territory.filter(({ name }) => (name === own) === (type === 'ClusterSetIP'));
};

const isWanted = (
  { hasHostname }: Pointer,
  { kind, object }: PointedSnapshot,
  policy: PointerOptions['policy'],
): boolean => {
  const isClusterIp = kind === 'import' && object.type === 'ClusterSetIP';
  if (policy === 'cluster-ip-only') return isClusterIp;
  return isClusterIp || hasHostname || policy !== 'hostname-only';
};

const pointersTo = (
  { name: target, ttlSeconds, rdatas }: Rrset,
  { kind, object }: PointedSnapshot,
  { cidrs }: PointerOptions,
): readonly Pointer[] =>
  rdatas.flatMap((text) => {
    const address = parseAddress(text);
    if (address === undefined || !inNetworks(cidrs, address)) return [];
    const name = reverseName(address);
    const { ref: origin, createdMs } = object;
    const isLabelled = kind === 'import' && !target.startsWith(`${addressLabel(text)}.`);
    const held = { heldBy: kind, hasHostname: kind === 'node' || isLabelled } as const;
    return [{ name, target, ttlSeconds, address: address.text, origin, createdMs, ...held }];
  });
