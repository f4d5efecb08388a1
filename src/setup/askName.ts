import { encodeQuery } from '../dns/query.ts';
import type { DomainName } from '../dns/rrset.ts';
import { makeProblem } from '../telemetry/problems.ts';
import type { KnownAnswer } from '../why/known.ts';
import { explain } from './explain.ts';
import { openExchange, type ServerAccess } from './openZoneClient.ts';
import { factsOf } from './zoneParts.ts';

export type AskedName = {
  readonly zone: DomainName;
  readonly name: DomainName;
  /** Undefined: all types, which a server answers in full over TCP (RFC 8482 §4). */
  readonly type: string | undefined;
};

/** Puts one question to a name server, on a connection of its own, as a resolver would: without recursion. */
export const askName = async (
  access: ServerAccess,
  { zone, name, type = 'ANY' }: AskedName,
  limitMs: number,
): Promise<KnownAnswer> => {
  const { exchange, close } = openExchange(access);
  const late = Promise.withResolvers<'late'>();
  const timer = setTimeout(() => late.resolve('late'), limitMs);
  try {
    const asked = exchange((id) => encodeQuery({ id, name, type }));
    const result = await Promise.race([asked, late.promise]);
    const facts = factsOf(access, zone);
    if (result === 'late') {
      const reason = `no answer within ${limitMs / 1000} s`;
      return { kind: 'no-answer', problem: makeProblem('unreachable', { ...facts, reason }) };
    }
    if (result.kind === 'answer') return { kind: 'answer', message: result.message };
    return { kind: 'no-answer', problem: explain('reading', result, facts) };
  } finally {
    clearTimeout(timer);
    close();
  }
};
