import { isBelow } from '../dns/canonicalName.ts';
import type { DomainName } from '../dns/rrset.ts';
import type { TransferSink, ZoneClient } from './zoneClient.ts';

/**
 * Sees one subtree of a zone: what a transfer brings beside it is dropped as it streams, and so never held.
 * Delegations above the subtree count, since they hide it, and so does a DNAME, also at the zone's own name.
 */
export const partOfZone = (
  client: ZoneClient,
  { zone, tree }: { readonly zone: DomainName; readonly tree: DomainName },
): ZoneClient => ({
  ...client,
  transfer: (fromSerial, sink) => client.transfer(fromSerial, onlyBelow(sink, zone, tree)),
});

const onlyBelow = (sink: TransferSink, zone: DomainName, tree: DomainName): TransferSink => {
  const hides = (name: DomainName, type: string): boolean =>
    (type === 'DNAME' || (type === 'NS' && name !== zone)) && isBelow(tree, name);
  return {
    ...sink,
    record: (change, record) => {
      const { name, type } = record;
      if (isBelow(name, tree) || hides(name, type)) sink.record(change, record);
    },
    other: (change, record) => {
      const { name, type } = record;
      if (isBelow(name, tree) || hides(name, type)) sink.other(change, record);
    },
  };
};
