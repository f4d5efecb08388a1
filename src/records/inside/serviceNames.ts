import type { Rrset } from '../../dns/rrset.ts';
import { objectRefText } from '../../model/objectRef.ts';
import { type Answer, rrsetsAt } from '../answers/answer.ts';
import { answerOf } from '../answers/answerOf.ts';
import { maxNameCharacters, tooLongMessage } from '../hostName.ts';
import type { ServiceContext } from '../serviceContext.ts';

/** `<service>.<namespace>.svc.<zone>` and `_<port>._<protocol>` below it. */
export const serviceNames = (context: ServiceContext): readonly Rrset[] => {
  const answer = answerOf(context, context.policy);
  if (answer === undefined || pointsAtItself(context, answer)) return [];
  return rrsetsAt(context.name, answer, {
    ttlSeconds: answer.ttlSeconds,
    srvAtService: context.options.srvAtService,
    maxCharacters: maxNameCharacters,
    tooLong: (name) =>
      context.problems.push({
        kind: 'name-too-long',
        object: context.object,
        message: tooLongMessage(name, objectRefText(context.object)),
      }),
  });
};

const pointsAtItself = ({ problems, object, name }: ServiceContext, { alias }: Answer): boolean => {
  if (alias !== name) return false;
  const message = `Cannot publish "${name}" of ${objectRefText(object)}: it would be an alias of itself, needed another host name`;
  problems.push({ kind: 'alias-of-itself', object, name, message });
  return true;
};
