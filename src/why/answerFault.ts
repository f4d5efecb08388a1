import type { DecodedMessage } from '../dns/decodeMessage.ts';
import { recordsOfRrset } from '../dns/formatZone.ts';
import { rcodeName } from '../dns/rcodeName.ts';
import type { Rrset } from '../dns/rrset.ts';
import { judgeAnswer } from '../server/judgeAnswer.ts';
import type { KnownZone } from './known.ts';
import type { Question } from './readQuestion.ts';
import { unitAt } from './rrsetsAt.ts';

/**
 * What a server answers otherwise than the zone holds, in words; undefined where nothing is. What was written
 * a moment ago, and not read back yet, may be newer than the answer. Of a question for all types a server may
 * answer one (RFC 8482 §4.1): then that one counts.
 *
 * @param rrsets what of ours stands at the name, of the type that was asked for
 */
export const answerFault = (
  { name, type }: Pick<Question, 'name' | 'type'>,
  rrsets: readonly Rrset[],
  message: DecodedMessage,
  zone: KnownZone,
): string | undefined => {
  const compared = type === undefined ? ofAnswered(rrsets, message) : rrsets;
  const [first] = compared;
  if (first === undefined || zone.parts.ledger.unconfirmed().has(unitAt(zone, name))) return undefined;
  const answers = new Set(message.answers.map(keyOf));
  if (compared.flatMap(recordsOfRrset).some((record) => !answers.has(keyOf(record)))) {
    const judged = judgeAnswer(message, { zone: zone.apex, name, type: first.type });
    return judged.kind === 'hidden' ? `the server ${judged.found}` : 'the zone holds other records';
  }
  const alias = compared.find((rrset) => rrset.type === 'CNAME');
  return alias !== undefined && type !== 'CNAME' && rcodeName(message.rcode) === 'NXDOMAIN'
    ? `the alias is there, and there is no such name as its target ${alias.rdatas.join(' ')}`
    : undefined;
};

/** Those whose type was answered; all of them where none was. */
const ofAnswered = (rrsets: readonly Rrset[], { answers }: DecodedMessage): readonly Rrset[] => {
  const types = new Set<string>(answers.map(({ type }) => type));
  const answered = rrsets.filter(({ type }) => types.has(type));
  return answered.length > 0 ? answered : rrsets;
};

const keyOf = ({
  name,
  type,
  rdata,
}: {
  readonly name: string;
  readonly type: string;
  readonly rdata: string;
}) => `${name} ${type} ${rdata}`;
