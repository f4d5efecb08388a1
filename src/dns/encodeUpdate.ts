import { Buffer } from 'node:buffer';
import { createOwnerWriter } from './createOwnerWriter.ts';
import { DnsError } from './dnsError.ts';
import {
  headerOctets,
  maxMessageOctets,
  opcodes,
  writeRequestHeader,
  writeUint16,
  writeUint32,
} from './header.ts';
import { encodeName } from './nameReader.ts';
import { recordTypes } from './recordTypes.ts';
import type { DomainName, Rdata, RecordType } from './rrset.ts';
import type { Prerequisite, UpdateMessage, UpdateOperation } from './updateMessage.ts';
import { emptyUpdateOctets, operationOctets, prerequisiteOctets } from './updateMessage.ts';
import { writeKeepalive } from './writeKeepalive.ts';

/**
 * An UPDATE as octets (RFC 2136 §2), unsigned. Owner names are compressed, names in RDATA never (RFC 3597
 * §4). Throws DnsError `messageTooLong` above 65,535 octets, `badName` or `badRdata` for texts that are not
 * canonical.
 */
export const encodeUpdate = (message: UpdateMessage): Buffer => {
  const { id, zone, prerequisites, operations } = message;
  const target = Buffer.alloc(maxOctets(message));
  const additional = message.keepalive === true ? 1 : 0;
  let at = encodeName(zone, target, headerOctets);
  writeUint16(target, at, typeSoa);
  writeUint16(target, at + 2, classIn);
  const writer: RecordWriter = { target, at: at + 4, count: 0, writeOwner: createOwnerWriter(target, zone) };
  for (const prerequisite of prerequisites) writePrerequisite(writer, prerequisite);
  const answer = writer.count;
  writer.count = 0;
  for (const operation of operations) writeOperation(writer, operation);
  at = additional === 1 ? writeKeepalive(target, writer.at) : writer.at;
  if (at > maxMessageOctets) throw tooLong(zone, at);
  const counts = { question: 1, answer, authority: writer.count, additional };
  writeRequestHeader(target, { id, opcode: opcodes.update, counts });
  return target.subarray(0, at);
};

const typeSoa = 6;
const typeAny = 255;
const classIn = 1;
const classNone = 254;
const classAny = 255;

/** Where the next record goes. Mutable, so that a record costs no object. */
type RecordWriter = {
  readonly target: Buffer;
  readonly writeOwner: (name: DomainName, offset: number) => number;
  at: number;
  count: number;
};

const maxOctets = ({ zone, prerequisites, operations }: UpdateMessage): number => {
  let octets = emptyUpdateOctets(zone);
  for (const prerequisite of prerequisites) octets += prerequisiteOctets(zone, prerequisite);
  for (const operation of operations) octets += operationOctets(zone, operation);
  return octets;
};

const writePrerequisite = (writer: RecordWriter, prerequisite: Prerequisite): void => {
  const { name } = prerequisite;
  switch (prerequisite.kind) {
    case 'rrset-equals':
      for (const rdata of prerequisite.rdatas) {
        writeRecord(writer, name, prerequisite.type, classIn, 0, rdata);
      }
      return;
    case 'rrset-exists':
      return writeEmpty(writer, name, recordTypes[prerequisite.type].typeNumber, classAny);
    case 'rrset-absent':
      return writeEmpty(writer, name, recordTypes[prerequisite.type].typeNumber, classNone);
    case 'name-in-use':
      return writeEmpty(writer, name, typeAny, classAny);
    case 'name-not-in-use':
      return writeEmpty(writer, name, typeAny, classNone);
  }
};

const writeOperation = (writer: RecordWriter, operation: UpdateOperation): void => {
  const { name, type } = operation;
  switch (operation.kind) {
    case 'add':
      return writeRecord(writer, name, type, classIn, operation.ttlSeconds, operation.rdata);
    case 'delete-rrset':
      return writeEmpty(writer, name, recordTypes[type].typeNumber, classAny);
    case 'delete-record':
      return writeRecord(writer, name, type, classNone, 0, operation.rdata);
  }
};

// More than three parameters: 1,500 of these are called per message, and an object for each would cost as
// much as the writing.
const writeRecord = (
  writer: RecordWriter,
  name: DomainName,
  type: RecordType,
  classNumber: number,
  ttlSeconds: number,
  rdata: Rdata,
): void => {
  const row = recordTypes[type];
  writeEmpty(writer, name, row.typeNumber, classNumber);
  const start = writer.at;
  const end = row.encode(rdata, writer.target, start);
  writeUint32(writer.target, start - 6, ttlSeconds);
  writeUint16(writer.target, start - 2, end - start);
  writer.at = end;
};

/** Owner, type and class; TTL and RDLENGTH stay zero. */
const writeEmpty = (
  writer: RecordWriter,
  name: DomainName,
  typeNumber: number,
  classNumber: number,
): void => {
  const at = writer.writeOwner(name, writer.at);
  writeUint16(writer.target, at, typeNumber);
  writeUint16(writer.target, at + 2, classNumber);
  writer.at = at + 10;
  writer.count++;
};

const tooLong = (zone: DomainName, octets: number): DnsError =>
  new DnsError(
    'messageTooLong',
    `Cannot encode the UPDATE of "${zone}": found ${octets} octets, needed at most ${maxMessageOctets}`,
  );
