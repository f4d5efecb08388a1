import { decodeMessage } from '../../../../src/dns/decodeMessage.ts';
import { encodeQuery } from '../../../../src/dns/query.ts';
import { createAnswerCheck } from '../../../../src/server/createAnswerCheck.ts';
import { judgeAnswer } from '../../../../src/server/judgeAnswer.ts';
import { unsignedAnswer } from '../../../../src/server/unsignedAnswer.ts';
import { transferAnswers } from '../../../support/transferAnswers.ts';
import { inOneLine } from '../inOneLine.ts';
import type { Target } from '../target.ts';
import { wireWords } from './wireWords.ts';

const zone = 'k8s.example.';
const name = 'web.k8s.example.';
const { soa, a, message } = transferAnswers();
const types = ['A', 'NS', 'TXT'] as const;
const query = encodeQuery({ id: 1, name, type: 'A' });
const checkAnswer = createAnswerCheck(query);

/** What a name server says to a question. */
export const answerTarget: Target = {
  seeds: [
    message(query, { answers: [a('web.k8s.example')] }),
    message(query, { answers: [soa()] }),
    message(query, { answers: [{ name: 'web.k8s.example', type: 'CNAME', ttl: 5, data: 'b.example' }] }),
    message(query, { flags: 0x8403, answers: [] }),
    message(query, { flags: 0x8405, answers: [], questions: [] }),
  ],
  words: wireWords,
  maxOctets: 1024,
  check: (octets) => {
    const mismatch = checkAnswer(octets);
    if (mismatch !== undefined) inOneLine(mismatch);
    inOneLine(unsignedAnswer(octets).reason);
    const decoded = decodeMessage(octets);
    if (decoded.kind !== 'message') return;
    for (const type of types) {
      const result = judgeAnswer(decoded, { zone, name, type });
      if (result.kind === 'hidden') inOneLine(result.found);
    }
  },
};
