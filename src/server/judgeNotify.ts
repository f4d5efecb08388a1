import { decodeMessage } from '../dns/decodeMessage.ts';
import type { DomainName } from '../dns/rrset.ts';
import { signMessage } from '../dns/tsig/signMessage.ts';
import type { TsigKey } from '../dns/tsig/tsigKey.ts';
import { verifyRequest } from '../dns/tsig/verifyRequest.ts';

/** What to do about a message that should be a NOTIFY. */
export type NotifyVerdict =
  /** It is one, for a zone of ours: answer it, and look at the zone. */
  | { readonly kind: 'taken'; readonly zone: DomainName; readonly answer: Uint8Array }
  /** It is one, for another zone. */
  | { readonly kind: 'refused'; readonly reason: string; readonly answer: Uint8Array }
  /** Not to be answered: no NOTIFY, or signed wrongly. */
  | { readonly kind: 'ignored'; readonly reason: string };

export type NotifyFacts = {
  readonly isOurs: (zone: DomainName) => boolean;
  readonly keys: readonly TsigKey[];
  readonly nowSeconds: number;
};

const opcodeNotify = 4;
const rcodeNotAuth = 9;

/**
 * Judges a NOTIFY (RFC 1996 §4.7) and makes its answer, which carries the same question. One that is signed
 * must be signed rightly, and so is its answer then; that NOTIFY comes unsigned is usual. It only says "look
 * again": what changed is read from the server over a verified transfer.
 */
export const judgeNotify = (octets: Uint8Array, facts: NotifyFacts): NotifyVerdict => {
  const message = decodeMessage(octets);
  if (message.kind !== 'message') return ignored(`malformed: ${message.reason}`);
  if (message.response || message.opcode !== opcodeNotify) return ignored('no NOTIFY');
  const [question] = message.questions;
  if (question === undefined || message.questions.length > 1 || question.type !== 'SOA')
    return ignored('not about one SOA');
  const proof = verifyRequest({ octets, keys: facts.keys, nowSeconds: facts.nowSeconds });
  if (proof.kind !== 'verified' && proof.kind !== 'unsigned') return ignored('its TSIG is not valid');
  const zone = question.name;
  const ours = facts.isOurs(zone);
  const plain = answerTo(octets, ours ? 0 : rcodeNotAuth);
  const answer =
    proof.kind === 'unsigned'
      ? plain
      : signMessage({ octets: plain, key: proof.key, timeSeconds: facts.nowSeconds, priorMac: proof.mac })
          .octets;
  return ours
    ? { kind: 'taken', zone, answer }
    : { kind: 'refused', reason: `not our zone: ${zone}`, answer };
};

const ignored = (reason: string): NotifyVerdict => ({ kind: 'ignored', reason });

/** Header and question of the request, as an answer: QR and AA set, no records. */
const answerTo = (octets: Uint8Array, rcode: number): Uint8Array => {
  const answer = new Uint8Array(questionEnd(octets));
  answer.set(octets.subarray(0, answer.length));
  answer[2] = 0x80 | (opcodeNotify << 3) | 0x04;
  answer[3] = rcode;
  answer.fill(0, 6, 12);
  return answer;
};

/** The question's name is not compressed: it is the first name of the message, and it has been decoded. */
const questionEnd = (octets: Uint8Array): number => {
  let at = 12;
  while ((octets[at] ?? 0) !== 0) at += (octets[at] ?? 0) + 1;
  return at + 5;
};
