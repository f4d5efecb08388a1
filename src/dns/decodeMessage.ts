import { decodeForeignRdata } from './decodeForeignRdata.ts';
import type { MalformedMessage } from './dnsError.ts';
import { malformed, malformedOr } from './dnsError.ts';
import type { Header, SectionCounts } from './header.ts';
import { headerOctets, readHeader, uint16, uint32 } from './header.ts';
import type { NameReader } from './nameReader.ts';
import { createNameReader, readName, skipName } from './nameReader.ts';
import { recordTypeOfNumber } from './recordTypes.ts';
import type { DomainName, Rdata } from './rrset.ts';
import { typeName } from './typeNumberOf.ts';

/** A whole message with every record decoded. For a transfer use {@link visitRecords}. */
export type DecodedMessage = Header & {
  readonly kind: 'message';
  readonly questions: readonly Question[];
  readonly answers: readonly DecodedRecord[];
  readonly authority: readonly DecodedRecord[];
  readonly additional: readonly DecodedRecord[];
};

/** `type` is a type name or `TYPEnnn`. */
export type Question = { readonly name: DomainName; readonly type: string; readonly classNumber: number };

/**
 * A record of any type and class. `rdata` is empty for the records of an UPDATE that have none (RFC 2136
 * §2.4, §2.5).
 */
export type DecodedRecord = {
  readonly name: DomainName;
  readonly type: string;
  readonly typeNumber: number;
  readonly classNumber: number;
  readonly ttlSeconds: number;
  readonly rdata: Rdata;
};

/**
 * One record during {@link visitRecords}. The same object each time: take what you need before returning. The
 * text of its RDATA is made only when {@link rdataText} asks for it.
 */
export type VisitedRecord = {
  readonly name: DomainName;
  readonly typeNumber: number;
  readonly classNumber: number;
  readonly ttlSeconds: number;
  readonly rdataOffset: number;
  readonly rdataLength: number;
  readonly reader: NameReader;
};

/** Sections that hold records, in the order of the message. */
export type RecordSection = Exclude<keyof SectionCounts, 'question'>;

/**
 * A decoded message, or what is wrong with it. Strict: every count, length and pointer must fit, and no octet
 * may be left over.
 */
export const decodeMessage = (octets: Uint8Array): DecodedMessage | MalformedMessage =>
  malformedOr(() => {
    const header = readHeader(octets);
    const reader = createNameReader(octets);
    const questions = readQuestions(reader, header.counts.question);
    const section = (count: number): readonly DecodedRecord[] => {
      const records: DecodedRecord[] = [];
      readRecords(reader, count, (record) => records.push(decodeRecord(record)));
      return records;
    };
    const answers = section(header.counts.answer);
    const authority = section(header.counts.authority);
    const additional = section(header.counts.additional);
    checkEnd(reader);
    return { kind: 'message' as const, ...header, questions, answers, authority, additional };
  });

/**
 * Calls `visit` for each record of one section, without decoding the RDATA and without allocating more than
 * the names. Undefined when all was well; `visit` has been called for the records before a malformed one.
 * Owner names that repeat are the same string.
 */
export const visitRecords = (
  octets: Uint8Array,
  section: RecordSection,
  visit: (record: VisitedRecord) => void,
): MalformedMessage | undefined =>
  malformedOr(() => {
    const { counts } = readHeader(octets);
    const reader = createNameReader(octets);
    reader.next = headerOctets;
    for (let left = counts.question; left > 0; left--) reader.next = skipName(octets, reader.next) + 4;
    if (section !== 'answer') readRecords(reader, counts.answer, skip);
    if (section === 'additional') readRecords(reader, counts.authority, skip);
    readRecords(reader, counts[section], visit);
    return undefined;
  });

/** The question section alone: what an answer must repeat. */
export const decodeQuestions = (
  octets: Uint8Array,
): { readonly kind: 'questions'; readonly questions: readonly Question[] } | MalformedMessage =>
  malformedOr(() => {
    const { counts } = readHeader(octets);
    return {
      kind: 'questions' as const,
      questions: readQuestions(createNameReader(octets), counts.question),
    };
  });

/**
 * Canonical text of a visited record's RDATA. To be called inside the visitor: a malformed one ends
 * {@link visitRecords} with its reason.
 */
export const rdataText = (record: VisitedRecord): Rdata => {
  const { reader, typeNumber, rdataOffset, rdataLength } = record;
  const row = recordTypeOfNumber(typeNumber);
  return row === undefined
    ? decodeForeignRdata(reader, typeNumber, rdataOffset, rdataLength)
    : row.decode(reader, rdataOffset, rdataLength);
};

const readQuestions = (reader: NameReader, count: number): readonly Question[] => {
  const questions: Question[] = [];
  reader.next = headerOctets;
  for (let left = count; left > 0; left--) {
    const name = readName(reader, reader.next);
    const at = reader.next;
    if (at + 4 > reader.octets.length) throw malformed(`question at octet ${at} runs over the end`);
    questions.push({
      name,
      type: typeName(uint16(reader.octets, at)),
      classNumber: uint16(reader.octets, at + 2),
    });
    reader.next = at + 4;
  }
  return questions;
};

type MutableRecord = { -readonly [Key in keyof VisitedRecord]: VisitedRecord[Key] };

const skip = (): void => {};

const readRecords = (reader: NameReader, count: number, visit: (record: VisitedRecord) => unknown): void => {
  const { octets } = reader;
  const record: MutableRecord = {
    name: '.',
    typeNumber: 0,
    classNumber: 0,
    ttlSeconds: 0,
    rdataOffset: 0,
    rdataLength: 0,
    reader,
  };
  for (let left = count; left > 0; left--) {
    const start = reader.next;
    record.name = readName(reader, start);
    const at = reader.next;
    if (at + 10 > octets.length) throw malformed(`record at octet ${start} runs over the end`);
    record.typeNumber = uint16(octets, at);
    record.classNumber = uint16(octets, at + 2);
    record.ttlSeconds = uint32(octets, at + 4);
    record.rdataLength = uint16(octets, at + 8);
    record.rdataOffset = at + 10;
    const end = at + 10 + record.rdataLength;
    if (end > octets.length) throw malformed(`RDATA at octet ${at + 10} runs over the end`);
    visit(record);
    // Reading names inside the RDATA has moved it.
    reader.next = end;
  }
};

const decodeRecord = (record: VisitedRecord): DecodedRecord => ({
  name: record.name,
  type: typeName(record.typeNumber),
  typeNumber: record.typeNumber,
  classNumber: record.classNumber,
  ttlSeconds: record.ttlSeconds,
  // Class NONE and ANY without RDATA: a prerequisite or a deletion (RFC 2136 §2.4, §2.5).
  rdata: record.rdataLength === 0 && record.classNumber >= 254 ? '' : rdataText(record),
});

const checkEnd = (reader: NameReader): void => {
  const left = reader.octets.length - reader.next;
  if (left !== 0) throw malformed(`${left} octets behind the last record`);
};
