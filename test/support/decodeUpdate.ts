import type { DecodedRecord } from '../../src/dns/decodeMessage.ts';
import { decodeMessage } from '../../src/dns/decodeMessage.ts';
import type { MalformedMessage } from '../../src/dns/dnsError.ts';
import { malformed, malformedOr } from '../../src/dns/dnsError.ts';
import { opcodes } from '../../src/dns/header.ts';
import { isRecordType } from '../../src/dns/recordTypes.ts';
import type { DomainName, RecordType } from '../../src/dns/rrset.ts';
import type { Prerequisite, UpdateMessage, UpdateOperation } from '../../src/dns/updateMessage.ts';

/**
 * An UPDATE from its octets (RFC 2136 §3): what {@link encodeUpdate} made, or another client with the same
 * operations. A deletion of all RRsets of a name, other classes than IN and other record types count as
 * malformed, as does anything that is no UPDATE.
 */
export const decodeUpdate = (
  octets: Uint8Array,
): ({ readonly kind: 'update' } & UpdateMessage) | MalformedMessage => {
  const message = decodeMessage(octets);
  if (message.kind === 'malformed') return message;
  return malformedOr(() => {
    const [zone, ...others] = message.questions;
    if (message.opcode !== opcodes.update || message.response) throw malformed('no UPDATE request');
    if (zone === undefined || others.length > 0 || zone.type !== 'SOA' || zone.classNumber !== 1) {
      throw malformed('no single zone of type SOA and class IN');
    }
    return {
      kind: 'update' as const,
      id: message.id,
      zone: zone.name,
      prerequisites: groupEquals(message.answers.map(decodePrerequisite)),
      operations: message.authority.map(decodeOperation),
    };
  });
};

const decodePrerequisite = (record: DecodedRecord): Prerequisite => {
  const { name, classNumber, rdata } = record;
  if (record.ttlSeconds !== 0) throw malformed(`prerequisite at "${name}" with a TTL`);
  if (classNumber === 1) return { kind: 'rrset-equals', name, type: ownType(record), rdatas: [rdata] };
  if (rdata !== '') throw malformed(`prerequisite at "${name}" with RDATA`);
  const inUse = classNumber === 255;
  if (!inUse && classNumber !== 254) throw malformed(`prerequisite of class ${classNumber}`);
  if (record.type === 'ANY') return { kind: inUse ? 'name-in-use' : 'name-not-in-use', name };
  return { kind: inUse ? 'rrset-exists' : 'rrset-absent', name, type: ownType(record) };
};

/** The records of one RRset make one prerequisite (RFC 2136 §3.2.3), wherever they stand. */
const groupEquals = (prerequisites: readonly Prerequisite[]): readonly Prerequisite[] => {
  const grouped = new Map<string, Prerequisite>();
  for (const [index, prerequisite] of prerequisites.entries()) {
    const isSet = prerequisite.kind === 'rrset-equals';
    const key = isSet ? `${prerequisite.name} ${prerequisite.type}` : `#${index}`;
    const before = grouped.get(key);
    const joined =
      isSet && before?.kind === 'rrset-equals'
        ? { ...before, rdatas: [...before.rdatas, ...prerequisite.rdatas] }
        : prerequisite;
    grouped.set(key, joined);
  }
  return [...grouped.values()];
};

const decodeOperation = (record: DecodedRecord): UpdateOperation => {
  const { name, classNumber, rdata, ttlSeconds } = record;
  const type = ownType(record);
  switch (classNumber) {
    case 1:
      return { kind: 'add', name, type, ttlSeconds, rdata };
    case 254:
      if (ttlSeconds !== 0 || rdata === '') throw malformed(`deletion of a record at "${name}"`);
      return { kind: 'delete-record', name, type, rdata };
    case 255:
      if (ttlSeconds !== 0 || rdata !== '') throw malformed(`deletion of an RRset at "${name}"`);
      return { kind: 'delete-rrset', name, type };
    default:
      throw malformed(`operation of class ${classNumber}`);
  }
};

const ownType = (record: { readonly name: DomainName; readonly type: string }): RecordType => {
  if (!isRecordType(record.type)) throw malformed(`type ${record.type} at "${record.name}"`);
  return record.type;
};
