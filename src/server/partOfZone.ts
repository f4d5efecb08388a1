import { isBelow } from '../dns/canonicalName.ts';
import type { DomainName } from '../dns/rrset.ts';
import type { TransferSink, ZoneClient } from './zoneClient.ts';

/**
 * Sees one subtree of a zone: what a transfer brings beside it is dropped as it streams, and so never held.
 * Delegations above the subtree count, since they hide it.
 */
export const partOfZone = (
  client: ZoneClient,
  { zone, tree }: { readonly zone: DomainName; readonly tree: DomainName },
): ZoneClient => ({
  ...client,
  transfer: (fromSerial, sink) => client.transfer(fromSerial, onlyBelow(sink, zone, tree)),
});

const onlyBelow = (sink: TransferSink, zone: DomainName, tree: DomainName): TransferSink => {
  const hides = (name: DomainName): boolean => isBelow(tree, name) && name !== zone;
  return {
    begin: sink.begin,
    record: (change, record) => {
      const { name, type } = record;
      if (isBelow(name, tree) || (type === 'NS' && hides(name))) sink.record(change, record);
    },
    other: (change, record) => {
      const { name } = record;
      if (isBelow(name, tree) || hides(name)) sink.other(change, record);
    },
  };
};
