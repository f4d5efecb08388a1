import { objectRefText } from '../../model/objectRef.ts';
import { type Answer, rrsetsAt } from '../answers/answer.ts';
import { answerOf } from '../answers/answerOf.ts';
import { maxNameCharacters, tooLongMessage } from '../hostName.ts';
import { joinProblems } from '../joinProblems.ts';
import type { MadeRrsets } from '../madeRrsets.ts';
import type { ServiceContext } from '../serviceContext.ts';
import type { RecordProblem } from '../serviceRecords.ts';

/** `<service>.<namespace>.svc.<zone>` and `_<port>._<protocol>` below it. */
export const serviceNames = (context: ServiceContext): MadeRrsets => {
  const { answer, problems } = answerOf(context, context.policy);
  if (answer === undefined) return { rrsets: [], problems };
  if (answer.alias === context.name) return { rrsets: [], problems: [...problems, aliasOfItself(context)] };
  const made = namesWith(context, answer);
  return { rrsets: made.rrsets, problems: joinProblems(problems, made.problems) };
};

const namesWith = ({ name, object, options }: ServiceContext, answer: Answer): MadeRrsets => {
  const { ttlSeconds } = answer;
  const { srvAtService } = options;
  const { rrsets, tooLong } = rrsetsAt(name, answer, {
    ttlSeconds,
    srvAtService,
    maxCharacters: maxNameCharacters,
  });
  const problems = tooLong.map((name): RecordProblem => {
    return { kind: 'name-too-long', object, message: tooLongMessage(name, objectRefText(object)) };
  });
  return { rrsets, problems };
};

const aliasOfItself = ({ object, name }: ServiceContext): RecordProblem => {
  const message = `Cannot publish "${name}" of ${objectRefText(object)}: it would be an alias of itself, needed another host name`;
  return { kind: 'alias-of-itself', object, name, message };
};
