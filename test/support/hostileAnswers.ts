import dnsPacket from 'dns-packet';
import { decodeQuestions } from '../../src/dns/decodeMessage.ts';
import { signMessage } from '../../src/dns/tsig/signMessage.ts';
import { type TsigKey, tsigSecret } from '../../src/dns/tsig/tsigKey.ts';
import { findTsig } from '../../src/dns/tsig/tsigRecord.ts';
import type { TsigKeyFile } from './tsigKey.ts';

/** What can be wrong with an answer: what is not said is as it should be. */
export type AnswerShape = {
  readonly id?: number;
  readonly rcode?: number;
  readonly records?: readonly object[];
};

const headerOctets = 12;
const responseAndAuthoritative = 0x8400;
const opcodeBits = 0x7800;

/** An answer to a query, unsigned, with its question. */
export const answerTo = (query: Buffer, { id, rcode = 0, records = [] }: AnswerShape = {}): Buffer => {
  const octets = dnsPacket.encode({
    type: 'response',
    questions: questionsOf(query),
    answers: records as dnsPacket.Answer[],
  });
  octets.writeUInt16BE(id ?? query.readUInt16BE(0), 0);
  octets.writeUInt16BE(responseAndAuthoritative | (query.readUInt16BE(2) & opcodeBits) | rcode, 2);
  return octets;
};

/** The answer as one who has the key signs it. */
export const signedAnswer = (octets: Buffer, query: Buffer, key: TsigKeyFile): Buffer => {
  const tsig = findTsig(query);
  if (tsig === undefined) throw new Error('Cannot sign the answer: the query has no TSIG, needed one');
  const timeSeconds = Math.floor(Date.now() / 1000);
  return signMessage({ octets, key: tsigKeyOf(key), timeSeconds, priorMac: tsig.mac }).octets;
};

/** What the server said without its signature. */
export const withoutTsig = (answer: Buffer): Buffer => {
  const tsig = findTsig(answer);
  if (tsig === undefined) return answer;
  const stripped = Buffer.from(answer.subarray(0, tsig.offset));
  stripped.writeUInt16BE(stripped.readUInt16BE(headerOctets - 2) - 1, headerOctets - 2);
  return stripped;
};

/** One octet of the MAC is another one. */
export const withWrongMac = (answer: Buffer): Buffer => {
  const changed = Buffer.from(answer);
  const tsig = findTsig(changed);
  if (tsig !== undefined) tsig.mac[0] = (tsig.mac[0] ?? 0) ^ 1;
  return changed;
};

/** The MAC is cut to ten octets, below what RFC 8945 §5.2.2.1 allows. */
export const withShortMac = (answer: Buffer): Buffer => {
  const tsig = findTsig(answer);
  if (tsig === undefined) return answer;
  const short = 10;
  const macAt = tsig.mac.byteOffset - answer.byteOffset;
  const macEnd = macAt + tsig.mac.length;
  const changed = Buffer.concat([answer.subarray(0, macAt + short), answer.subarray(macEnd)]);
  changed.writeUInt16BE(short, macAt - 2);
  // RDLENGTH stands before the name of the algorithm, the time, the fudge and the length of the MAC.
  const lengthAt = macAt - 2 - 8 - algorithmOctets - 2;
  changed.writeUInt16BE(answer.readUInt16BE(lengthAt) - (tsig.mac.length - short), lengthAt);
  return changed;
};

/** The TSIG says that the server's clock is another one, unsigned as anybody could say it. */
export const withTsigError = (answer: Buffer, error: number): Buffer => {
  const tsig = findTsig(answer);
  if (tsig === undefined) return answer;
  const changed = Buffer.from(answer);
  changed.writeUInt16BE((changed.readUInt16BE(2) & 0xfff0) | notAuth, 2);
  changed.writeUInt16BE(error, tsig.mac.byteOffset - answer.byteOffset + tsig.mac.length + 2);
  return changed;
};

const notAuth = 9;
/** `hmac-sha256.` on the wire. */
const algorithmOctets = 13;

const tsigKeyOf = ({ name, secret }: TsigKeyFile): TsigKey => ({
  name: `${name.replace(/\.$/, '')}.`,
  algorithm: 'hmac-sha256',
  secret: tsigSecret(Buffer.from(secret, 'base64')),
});

const questionsOf = (query: Buffer): dnsPacket.Question[] => {
  const found = decodeQuestions(query);
  if (found.kind !== 'questions') throw new Error(`Cannot answer: ${found.reason}, a question is needed`);
  return found.questions.map(({ name, type }) => ({ name, type: type as dnsPacket.RecordType, class: 'IN' }));
};

/** The SOA of a zone, as dns-packet has it. */
export const soaRecord = (name: string, serial = 7): object => ({
  name,
  type: 'SOA',
  ttl: 3600,
  data: { mname: `ns.${name}`, rname: `a.${name}`, serial, refresh: 1, retry: 1, expire: 1, minimum: 5 },
});

export const addressRecord = (name: string, more: object = {}): object => ({
  name,
  type: 'A',
  ttl: 5,
  data: '192.0.2.66',
  ...more,
});
