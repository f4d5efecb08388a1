import type { UpdateContent, UpdateOperation } from '../../src/dns/updateMessage.ts';
import type { UpdateOutcome } from '../../src/server/updateOutcome.ts';
import { createModelZone } from './modelZone.ts';
import type { TimedZone } from './timedZone.ts';

/** What a server takes of UPDATEs; changed by a test at any time. */
export type WriteLimits = {
  /** Its answer to a message that has this operation; undefined where it takes it. */
  answerTo: (operation: UpdateOperation) => UpdateOutcome['kind'] | undefined;
  /** The longest RRset: what makes one longer is answered with SERVFAIL. */
  records: (name: string, type: string) => number;
  /** What the message with this number, from 1, is answered with instead, unread. */
  instead: (message: number) => UpdateOutcome | undefined;
  /** What was sent, in order. */
  sent: UpdateContent[];
};

/** Has the server of a timed zone take no more than these limits say. */
export const limitWrites = (world: TimedZone): WriteLimits => {
  const limits: WriteLimits = {
    answerTo: () => undefined,
    records: () => Number.POSITIVE_INFINITY,
    instead: () => undefined,
    sent: [],
  };
  world.behave({
    update: async (content) => {
      limits.sent.push(content);
      const answer = limits.instead(limits.sent.length) ?? refusalOf(world, limits, content);
      return answer ?? (await world.model.client.update(content));
    },
  });
  return limits;
};

const refusalOf = (
  world: TimedZone,
  limits: WriteLimits,
  { operations }: UpdateContent,
): UpdateOutcome | undefined => {
  for (const operation of operations) {
    const kind = limits.answerTo(operation);
    if (kind !== undefined) return { kind, rcode: 'NOTZONE', reason: 'lost' } as UpdateOutcome;
  }
  const trial = createModelZone(world.text().map(recordOf));
  trial.update({ prerequisites: [], operations });
  const rrsets = Map.groupBy(trial.records(), ({ name, type }) => `${name} ${type}`);
  const isTooLong = [...rrsets.values()].some(
    ([first, ...others]) => first && others.length + 1 > limits.records(first.name, first.type),
  );
  return isTooLong ? { kind: 'server-failure' } : undefined;
};

const recordOf = (line: string) => {
  const [name = '', ttl, type = '', ...rdata] = line.split(' ');
  return { name, ttlSeconds: Number(ttl), type, rdata: rdata.join(' ') };
};
