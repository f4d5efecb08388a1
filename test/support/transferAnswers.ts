import dnsPacket from 'dns-packet';
import { signMessage } from '../../src/dns/tsig/signMessage.ts';
import { type TsigKey, tsigSecret } from '../../src/dns/tsig/tsigKey.ts';
import { findTsig } from '../../src/dns/tsig/tsigRecord.ts';

/** What a name server may answer to who asks for this zone, right or wrong. */
export const transferAnswers = () => ({ zone, key, nowSeconds, soa, a, whole, message, signed });

const zone = 'k8s.example.';
const key: TsigKey = { name: 'k8s-bind.', algorithm: 'hmac-sha256', secret: tsigSecret(Buffer.alloc(32, 7)) };
const nowSeconds = () => Math.floor(Date.now() / 1000);

export type Rr = { readonly name: string; readonly type: string; readonly [member: string]: unknown };

const soa = (name = 'k8s.example', serial = 7): Rr => ({
  name,
  type: 'SOA',
  ttl: 3600,
  data: {
    mname: 'ns.k8s.example',
    rname: 'a.k8s.example',
    serial,
    refresh: 1,
    retry: 1,
    expire: 1,
    minimum: 5,
  },
});
const a = (name: string, more: object = {}): Rr => ({ name, type: 'A', ttl: 5, data: '192.0.2.1', ...more });
const whole = [soa(), a('web.k8s.example'), soa()];

const encode = (packet: object): Buffer => dnsPacket.encode(packet);

export type Shape = {
  readonly id?: (id: number) => number;
  /** The first two octets of flags: QR and AA unless said. */
  readonly flags?: number;
  readonly questions?: readonly object[];
  readonly answers?: readonly Rr[];
};

/** One message of an answer to a query, as wrong as a test wants it. */
const message = (
  query: Buffer,
  { id = (own) => own, flags = 0x8400, questions, answers = whole }: Shape,
): Buffer => {
  const octets = encode({
    type: 'response',
    questions: questions ?? dnsPacket.decode(query).questions,
    answers,
  });
  octets.writeUInt16BE(id(query.readUInt16BE(0)), 0);
  octets.writeUInt16BE(flags, 2);
  return octets;
};

/** The message signed rightly: whoever has the key can send what is wrong too. */
const signed = (octets: Buffer, query: Buffer): Uint8Array => {
  const tsig = findTsig(query);
  if (tsig === undefined) throw new Error('Cannot sign the answer: the query has no TSIG, needed one');
  return signMessage({ octets, key, timeSeconds: nowSeconds(), priorMac: tsig.mac }).octets;
};
