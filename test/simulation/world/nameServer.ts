import type { Buffer } from 'node:buffer';
import { decodeMessage } from '../../../src/dns/decodeMessage.ts';
import { opcodes, uint16 } from '../../../src/dns/header.ts';
import { parseSoa } from '../../../src/dns/soa.ts';
import type { TsigKey } from '../../../src/dns/tsig/tsigKey.ts';
import { findTsig } from '../../../src/dns/tsig/tsigRecord.ts';
import { verifyRequest } from '../../../src/dns/tsig/verifyRequest.ts';
import type { UpdateContent } from '../../../src/dns/updateMessage.ts';
import { decodeUpdate } from '../../support/decodeUpdate.ts';
import { type Answer, encodeAnswer, signAnswer, signBadTime, type WireRecord } from './dnsAnswers.ts';
import type { ModelBind, Rcode } from './modelBind.ts';

/** A name server with one zone: octets in, octets out. How they travel is not its affair. */
export type NameServer = {
  readonly bind: ModelBind;
  /** Undefined: no answer. `from` is who asks, by the connection it came on. */
  readonly answer: (octets: Buffer, from: string) => Buffer | undefined;
  readonly freeze: () => void;
  readonly thaw: () => void;
  readonly isFrozen: () => boolean;
  /** `update-policy` grants everything but this type. */
  readonly refuse: (type: string | undefined) => void;
  /** From now on, and until it is told otherwise, changes are answered with the whole zone. */
  readonly setIxfr: (isServed: boolean) => void;
};

export type NameServerDeps = {
  readonly bind: ModelBind;
  readonly key: TsigKey;
  readonly nowSeconds: () => number;
  /** Called in place of the zone's own `update`: the simulation looks at what happens. */
  readonly update: (content: UpdateContent, from: string) => Rcode;
};

const rcodes: Readonly<Record<Rcode | 'NOTAUTH' | 'FORMERR', number>> = {
  NOERROR: 0,
  FORMERR: 1,
  SERVFAIL: 2,
  NXDOMAIN: 3,
  REFUSED: 5,
  YXDOMAIN: 6,
  YXRRSET: 7,
  NXRRSET: 8,
  NOTAUTH: 9,
};

export const createNameServer = ({ bind, key, nowSeconds, update }: NameServerDeps): NameServer => {
  let frozen = false;
  let ixfr = true;
  let refused: string | undefined;
  const soaOf = (serial: number): WireRecord => ({
    name: bind.zone,
    type: 'SOA',
    ttlSeconds: 60,
    rdata: `ns.example.net. hostmaster.example.net. ${serial} 3600 600 86400 5`,
  });
  const soa = (): WireRecord => soaOf(bind.serial());

  const changes = (from: number): readonly WireRecord[] => {
    if (from >= bind.serial()) return [soa()];
    const deltas = ixfr ? bind.deltasSince(from) : undefined;
    if (deltas === undefined) return [soa(), ...bind.records(), soa()];
    const parts = deltas.flatMap((delta) => [
      soaOf(delta.from),
      ...delta.removed,
      soaOf(delta.to),
      ...delta.added,
    ]);
    return [soa(), ...parts, soa()];
  };

  const lookUp = (name: string, type: string): Pick<Answer, 'rcode' | 'answers' | 'authority'> => {
    const held = bind.at(name);
    const answers = held.filter((record) => record.type === type || record.type === 'CNAME');
    if (answers.length > 0) return { rcode: 0, answers };
    const exists = held.length > 0 || bind.records().some((record) => record.name.endsWith(`.${name}`));
    return { rcode: exists ? 0 : rcodes.NXDOMAIN, answers: [], authority: [soa()] };
  };

  const answerTo = (octets: Buffer, from: string): Answer | undefined => {
    const message = decodeMessage(octets);
    const [question] = message.kind === 'message' ? message.questions : [];
    if (message.kind !== 'message' || question === undefined) return undefined;
    const { id, opcode } = message;
    const head = { id, opcode, question };
    if (opcode === opcodes.update) {
      const decoded = decodeUpdate(octets);
      if (decoded.kind !== 'update') return { ...head, rcode: rcodes.FORMERR, answers: [] };
      const isRefused = frozen || decoded.operations.some(({ type }) => type === refused);
      return { ...head, rcode: rcodes[isRefused ? 'REFUSED' : update(decoded, from)], answers: [] };
    }
    if (question.type === 'SOA') return { ...head, rcode: 0, answers: [soa()] };
    if (question.type === 'AXFR') return { ...head, rcode: 0, answers: [soa(), ...bind.records(), soa()] };
    if (question.type === 'IXFR') {
      const serial = parseSoa(message.authority[0]?.rdata ?? '')?.serial ?? 0;
      return { ...head, rcode: 0, answers: changes(serial) };
    }
    return { ...head, ...lookUp(question.name, question.type) };
  };

  return {
    bind,
    answer: (octets, from) => {
      const seconds = nowSeconds();
      const verdict = verifyRequest({ octets, keys: [key], nowSeconds: seconds });
      if (verdict.kind === 'verified') {
        const answer = answerTo(verdict.octets, from);
        if (answer === undefined) return undefined;
        return signAnswer(encodeAnswer(answer), { key, timeSeconds: seconds, priorMac: verdict.mac });
      }
      const tsig = findTsig(octets);
      if (verdict.kind !== 'rejected' || verdict.reason !== 'badTime' || tsig === undefined) return undefined;
      const question = { name: bind.zone, type: 'SOA', classNumber: 1 };
      const opcode = (uint16(octets, 2) >> 11) & 0x0f;
      const refusal = { id: uint16(octets, 0), opcode, rcode: rcodes.NOTAUTH, question, answers: [] };
      const signing = { key, timeSeconds: tsig.timeSeconds, priorMac: tsig.mac };
      return signBadTime(encodeAnswer(refusal), signing, seconds);
    },
    freeze: () => {
      frozen = true;
    },
    thaw: () => {
      frozen = false;
    },
    isFrozen: () => frozen,
    refuse: (type) => {
      refused = type;
    },
    setIxfr: (isServed) => {
      ixfr = isServed;
    },
  };
};
