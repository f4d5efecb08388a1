import { decodeQuestions } from '../dns/decodeMessage.ts';
import { decodeHeader, type Header } from '../dns/header.ts';

/**
 * Says why a message is no answer to a query, in words; undefined when it is one (RFC 5452 §9.1): a response
 * with the query's id, opcode and question. Of a transfer, only the first message has to repeat the question
 * (RFC 5936 §2.2.1); an answer that is a refusal need not either.
 */
export type AnswerCheck = (answer: Uint8Array, place?: 'first' | 'later') => string | undefined;

export const createAnswerCheck = (query: Uint8Array): AnswerCheck => {
  const asked = questionIn(query);
  return (answer, place = 'first') => {
    const header = decodeHeader(answer);
    if (header.kind === 'malformed') return header.reason;
    const wrong = wrongHeader(header, query);
    if (wrong !== undefined) return wrong;
    const question = questionIn(answer);
    if (question === asked) return undefined;
    if (question === '' && (place === 'later' || header.rcode !== 0)) return undefined;
    return `the question of the answer is ${question === '' ? 'missing' : question}, ours was ${asked}`;
  };
};

const wrongHeader = ({ id, response, opcode }: Header, query: Uint8Array): string | undefined => {
  const own = decodeHeader(query);
  if (own.kind === 'malformed') return own.reason;
  if (!response) return 'a query came in place of an answer';
  if (id !== own.id) return `the answer has the id ${id}, the query had ${own.id}`;
  if (opcode !== own.opcode) return `the answer has the opcode ${opcode}, the query had ${own.opcode}`;
  return undefined;
};

/** Name, class and type of each question, comparable; empty for none. */
const questionIn = (octets: Uint8Array): string => {
  const decoded = decodeQuestions(octets);
  if (decoded.kind === 'malformed') return decoded.reason;
  return decoded.questions
    .map(({ name, classNumber, type }) => `${name} CLASS${classNumber} ${type}`)
    .join(', ');
};
