import { Buffer } from 'node:buffer';
import { createOwnerWriter } from '../../../src/dns/createOwnerWriter.ts';
import type { Question } from '../../../src/dns/decodeMessage.ts';
import { headerOctets, writeUint16, writeUint32 } from '../../../src/dns/header.ts';
import { encodeName } from '../../../src/dns/nameReader.ts';
import { octetsOfGeneric } from '../../../src/dns/rdata/genericRdata.ts';
import { isRecordType, recordTypes } from '../../../src/dns/recordTypes.ts';
import { signMessage } from '../../../src/dns/tsig/signMessage.ts';
import { type TsigKey, tsigAlgorithms, tsigKeyName } from '../../../src/dns/tsig/tsigKey.ts';
import { addPriorMac, addVariables, startMac, writeTimers } from '../../../src/dns/tsig/tsigVariables.ts';
import { typeNumberOf } from '../../../src/dns/typeNumberOf.ts';
import type { ZoneRecord } from './modelNames.ts';

export type WireRecord = Pick<ZoneRecord, 'name' | 'type' | 'ttlSeconds' | 'rdata'>;

/** What a server answers: its sections, before it is signed. */
export type Answer = {
  readonly id: number;
  readonly opcode: number;
  readonly rcode: number;
  readonly question: Question;
  readonly answers: readonly WireRecord[];
  readonly authority?: readonly WireRecord[];
};

export const encodeAnswer = (answer: Answer): Buffer => {
  const { question, answers, authority = [] } = answer;
  const records = [...answers, ...authority];
  const octets = records.reduce((sum, { name, rdata }) => sum + name.length + 2 * rdata.length + 40, 0);
  const target = Buffer.alloc(headerOctets + question.name.length + 8 + octets);
  const flags = 0x8400 | (answer.opcode << 11) | answer.rcode;
  const counts = [1, answers.length, authority.length, 0];
  for (const [index, word] of [answer.id, flags, ...counts].entries()) writeUint16(target, 2 * index, word);
  let at = encodeName(question.name, target, headerOctets);
  writeUint16(target, at, typeNumberOf(question.type) ?? 0);
  writeUint16(target, at + 2, question.classNumber);
  at += 4;
  const writeOwner = createOwnerWriter(target, question.name);
  for (const record of records) at = writeRecord(target, writeOwner(record.name, at), record);
  return target.subarray(0, at);
};

const writeRecord = (target: Buffer, at: number, { type, ttlSeconds, rdata }: WireRecord): number => {
  writeUint16(target, at, typeNumberOf(type) ?? 0);
  writeUint16(target, at + 2, 1);
  writeUint32(target, at + 4, ttlSeconds);
  const end = writeRdata(target, at + 10, type, rdata);
  writeUint16(target, at + 8, end - at - 10);
  return end;
};

// More than three parameters: it stands in the place of a row of the table of record types.
const writeRdata = (target: Buffer, at: number, type: string, rdata: string): number => {
  if (isRecordType(type)) return recordTypes[type].encode(rdata, target, at);
  if (type === 'SOA') return writeSoa(target, at, rdata);
  const octets = octetsOfGeneric(rdata.split(' '));
  if (octets === undefined) throw new Error(`Cannot encode ${type} "${rdata}"`);
  target.set(octets, at);
  return at + octets.length;
};

const writeSoa = (target: Buffer, at: number, rdata: string): number => {
  const [mname = '', rname = '', ...numbers] = rdata.split(' ');
  let end = encodeName(rname, target, encodeName(mname, target, at));
  for (const number of numbers) {
    writeUint32(target, end, Number(number));
    end += 4;
  }
  return end;
};

export type Signing = { readonly key: TsigKey; readonly timeSeconds: number; readonly priorMac: Uint8Array };

export const signAnswer = (octets: Uint8Array, signing: Signing): Buffer =>
  signMessage({ octets, ...signing }).octets;

const badTime = 18;
const fudgeSeconds = 300;

/**
 * The answer to a request whose time is off (RFC 8945 §5.2.3): signed with the request's time, and the
 * server's own time is in it.
 *
 * @param octets an answer with the rcode NOTAUTH
 */
export const signBadTime = (octets: Uint8Array, signing: Signing, serverSeconds: number): Buffer => {
  const { key, timeSeconds, priorMac } = signing;
  const otherData = Buffer.alloc(6);
  otherData.writeUIntBE(serverSeconds, 0, 6);
  const hmac = startMac(key);
  addPriorMac(hmac, priorMac);
  hmac.update(octets);
  addVariables(hmac, key, { timeSeconds, fudgeSeconds, error: badTime, otherData });
  const mac = hmac.digest();
  const target = Buffer.alloc(octets.length + 256);
  target.set(octets);
  writeUint16(target, 10, target.readUInt16BE(10) + 1);
  const fixed = encodeName(tsigKeyName(key), target, octets.length);
  writeUint16(target, fixed, 250);
  writeUint16(target, fixed + 2, 255);
  let at = encodeName(tsigAlgorithms[key.algorithm].wireName, target, fixed + 10);
  at = writeTimers(target, at, { timeSeconds, fudgeSeconds });
  writeUint16(target, at, mac.length);
  target.set(mac, at + 2);
  at += 2 + mac.length;
  writeUint16(target, at, target.readUInt16BE(0));
  writeUint16(target, at + 2, badTime);
  writeUint16(target, at + 4, otherData.length);
  target.set(otherData, at + 6);
  const end = at + 6 + otherData.length;
  writeUint16(target, fixed + 8, end - fixed - 10);
  return target.subarray(0, end);
};
