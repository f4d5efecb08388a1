import type { DecodedMessage, DecodedRecord } from '../dns/decodeMessage.ts';
import { recordsOfRrset } from '../dns/formatZone.ts';
import { rcodeName } from '../dns/rcodeName.ts';
import { type DomainName, type RecordType, type Rrset, recordKey } from '../dns/rrset.ts';
import { answerFault } from './answerFault.ts';
import type { Link } from './explanation.ts';
import type { Known, KnownAnswer } from './known.ts';
import { brokenLink, link, problemLink, unknownLink } from './link.ts';
import { memoryLink } from './memoryLink.ts';
import type { Question } from './readQuestion.ts';
import { rrsetText } from './rrsetLink.ts';

export type Expected = {
  /** What of ours stands at the name, of the type that is asked for. */
  readonly rrsets: readonly Rrset[];
  /** When it was written, as far as that is known. */
  readonly writtenMs: number | undefined;
};

/** What the name server answers now, and what resolvers may remember of before. */
export const answerLinks = (
  question: Question,
  expected: Expected,
  answer: KnownAnswer,
  known: Known,
): readonly Link[] => {
  switch (answer.kind) {
    case 'not-asked':
      return [
        unknownLink(
          'answer',
          '',
          'not asked here: a daemon puts questions about names of its own zones only',
        ),
      ];
    case 'no-answer':
      return [problemLink('answer', 'not-answered', question.zone?.server ?? '', answer.problem)];
    default:
      return answered(question, expected, answer.message, known);
  }
};

const answered = (
  question: Question,
  expected: Expected,
  message: DecodedMessage,
  known: Known,
): readonly Link[] => {
  const rcode = rcodeName(message.rcode);
  const { zone } = question;
  const server = zone?.server ?? '';
  if (rcode !== 'NOERROR' && rcode !== 'NXDOMAIN') {
    const detail = `the server answers ${rcode}`;
    return [brokenLink('answer', 'not-answered', { subject: server, detail })];
  }
  const text = answerText(message, { rcode, question, expected, known });
  const wrong = zone && answerFault(question, expected.rrsets, message, zone);
  const answer =
    wrong === undefined
      ? link('answer', rcode, text)
      : brokenLink('answer', 'answered-otherwise', { subject: rcode, detail: `${text}: ${wrong}` });
  return [answer, memoryLink(message, { writtenMs: expected.writtenMs, zone, nowMs: known.nowMs })];
};

type RecordOf = { readonly name: DomainName; readonly type: RecordType; readonly rdata: string };

type Shown = {
  readonly rcode: string;
  readonly question: Question;
  readonly expected: Expected;
  readonly known: Known;
};

/** Of what is not ours the types alone, unless whoever asks may see it. */
const answerText = (message: DecodedMessage, { rcode, question, expected, known }: Shown): string => {
  if (message.answers.length === 0)
    return rcode === 'NXDOMAIN' ? 'there is no such name' : `no data for ${question.type ?? 'any type'}`;
  const ours = new Set(expected.rrsets.flatMap(recordsOfRrset).map(recordKey));
  const isShown = (record: DecodedRecord): boolean =>
    known.showsForeign || ours.has(recordKey(record as RecordOf));
  const byType = Map.groupBy(
    message.answers.filter(({ type }) => type !== 'RRSIG' && type !== 'NSEC'),
    ({ name, type }) => `${name} ${type}`,
  );
  return [...byType.values()].flatMap((records) => setText(records, question.name, isShown)).join('; ');
};

const setText = (
  records: readonly DecodedRecord[],
  name: DomainName,
  isShown: (record: DecodedRecord) => boolean,
): readonly string[] => {
  const [first] = records;
  if (first === undefined) return [];
  const shown = records.filter(isShown).map(({ rdata }) => rdata);
  const hidden = records.length - shown.length;
  const at = first.name === name ? '' : `${first.name} `;
  const { type, ttlSeconds } = first;
  return [
    ...(shown.length === 0 ? [] : [`${at}${rrsetText({ type, ttlSeconds, rdatas: shown })}`]),
    ...(hidden === 0 ? [] : [`${at}${type}, ${hidden} not ours`]),
  ];
};
