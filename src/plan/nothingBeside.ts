import { recordTypeNames } from '../dns/recordTypes.ts';
import type { DomainName, RecordType, Rrset } from '../dns/rrset.ts';
import type { Prerequisite } from '../dns/updateMessage.ts';

/**
 * That the name has these RRsets of ours and nothing besides. A name without any is not in use at all: one
 * condition, for every type there is. Beside RRsets of ours each type that we know must be absent; there is
 * no shorter way, and a type comes to a name of ours rarely. So it is at the zone's own name, where SOA and
 * NS stand always.
 */
export const nothingBeside = (
  name: DomainName,
  zone: DomainName,
  present: readonly Rrset[],
): readonly Prerequisite[] => {
  if (name === zone)
    return exactly(
      name,
      present,
      recordTypeNames.filter((type) => type !== 'NS'),
    );
  return present.length === 0 ? [{ kind: 'name-not-in-use', name }] : exactly(name, present, recordTypeNames);
};

/** That the name's RRsets of these types are these, and none besides. */
export const exactly = (
  name: DomainName,
  rrsets: readonly Rrset[],
  types: readonly RecordType[],
): readonly Prerequisite[] =>
  types.map((type) => {
    const rrset = rrsets.find((held) => held.type === type);
    return rrset === undefined
      ? { kind: 'rrset-absent', name, type }
      : { kind: 'rrset-equals', name, type, rdatas: rrset.rdatas };
  });
