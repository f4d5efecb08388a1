import type { Rrset } from '../../dns/rrset.ts';
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
        service: context.key,
        message: tooLongMessage(name, `Service ${context.key}`),
      }),
  });
};

const pointsAtItself = ({ problems, key, name }: ServiceContext, { alias }: Answer): boolean => {
  if (alias !== name) return false;
  const message = `Cannot publish "${name}" of Service ${key}: it would be an alias of itself, needed another host name`;
  problems.push({ kind: 'alias-of-itself', service: key, name, message });
  return true;
};
