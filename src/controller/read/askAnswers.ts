import type { DomainName, Rrset } from '../../dns/rrset.ts';
import type { AskResult } from '../../server/zoneClient.ts';
import { unitOf } from '../../zone/unit.ts';
import { isGlueAt } from '../write/cutAt.ts';
import { heldNow } from '../write/heldNow.ts';
import { rrsetsOfSource } from '../write/writtenSource.ts';
import type { ZoneContext } from '../zoneContext.ts';
import type { WrongAnswer } from './answers.ts';

/**
 * One name in each namespace and a few outside: a delegation or a more specific zone may hide any of them.
 */
const askedNames = 10;

/**
 * Asks the server for some of the names that were written, as a resolver would: a delegation, a DNAME, or a
 * more specific zone on the same server hides what it has accepted. What cannot be asked (no connection, no
 * right to query) says nothing: what was known of it stays so.
 */
export const askAnswers = async (context: ZoneContext): Promise<void> => {
  const { answers, report } = context;
  const { wrong, isComplete } = await wrongAnswers(context);
  const { news, ended } = answers.note(wrong, isComplete);
  for (const answer of news) report({ kind: 'wrong-answer', ...answer });
  if (ended) report({ kind: 'answers-right' });
};

type Asked = { readonly wrong: readonly WrongAnswer[]; readonly isComplete: boolean };

const wrongAnswers = async (context: ZoneContext): Promise<Asked> => {
  const { answers, client } = context;
  const known = answers.wrong();
  const wrong: WrongAnswer[] = [];
  let isComplete = true;
  for (const { name, type } of publishedRrsets(context)) {
    // A server that keeps one question waiting is not asked the others: changes wait for that as well.
    const result: AskResult = isComplete ? await client.ask(name, type) : notAsked;
    if (result.kind === 'hidden') wrong.push({ name, type, found: result.found });
    if (result.kind !== 'not-known') continue;
    isComplete &&= result.isReached;
    wrong.push(...known.filter((before) => before.name === name && before.type === type));
  }
  return { wrong, isComplete };
};

const notAsked: AskResult = { kind: 'not-known', isReached: false };

const publishedRrsets = (context: ZoneContext): readonly Rrset[] => {
  const { ledger, desired } = context;
  const found = new Map<string, Rrset>();
  for (const [key, source] of ledger.sources()) {
    const unit = unitOf(key);
    const place = unit.kind === 'object' ? unit.key.slice(0, unit.key.indexOf('/')) : parentOf(unit.name);
    if (found.size >= askedNames) break;
    if (found.has(place)) continue;
    const rrset = rrsetsOfSource(context, source)[0];
    if (rrset !== undefined) found.set(place, rrset);
  }
  for (const name of desired.names()) {
    if (found.size > askedNames) break;
    const rrset = askedAt(context, desired.at(name)?.rrsets ?? []);
    if (rrset !== undefined) found.set(name, rrset);
  }
  return [...found.values()];
};

/** Where a name is delegated it is answered with its NS alone, and the addresses of servers not at all. */
const askedAt = (context: ZoneContext, rrsets: readonly Rrset[]): Rrset | undefined => {
  const written = rrsets.filter((rrset) => isWritten(context, rrset));
  const [first] = written;
  if (first === undefined || isGlueAt(context, first.name, written)) return undefined;
  return written.find(({ type }) => type === 'NS') ?? first;
};

/** What is refused, held or another's is not in the zone, and so nothing is to be answered. */
const isWritten = (context: ZoneContext, { name, type, rdatas }: Rrset): boolean =>
  heldNow(context, name).records.some((record) => record.type === type && rdatas.includes(record.rdata));

const parentOf = (name: DomainName): string => name.slice(name.indexOf('.') + 1);
