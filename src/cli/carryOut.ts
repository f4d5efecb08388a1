import { EXIT_CODES } from '../config/exitCodes.ts';
import type { Config } from '../config/options.ts';
import type { UpdateContent } from '../dns/updateMessage.ts';
import { countText } from '../model/visibleText.ts';
import { zoneInView } from '../model/zoneInView.ts';
import type { ZoneClient } from '../server/zoneClient.ts';
import type { ExplainFacts } from '../setup/explain.ts';
import type { CommandIo } from './command.ts';
import { consent } from './consent.ts';
import { type Failure, updateFailure } from './failure.ts';

/** A change to a zone that a person is asked about first. */
export type Undertaking = {
  readonly client: ZoneClient;
  readonly facts: ExplainFacts;
  /** In their order; what stands behind one that is not applied is not sent. */
  readonly messages: readonly UpdateContent[];
  readonly question: string;
  /** The word that is printed when it is done: `adopted`, `removed`. */
  readonly done: string;
};

/**
 * Asks, then sends. Undefined: all of it is written. A signal ends it between two messages: what is under way
 * is waited for, and what was done is said.
 */
export const carryOut = async (
  io: CommandIo,
  config: Config,
  { client, facts, messages, question, done }: Undertaking,
  signal: AbortSignal,
): Promise<Failure | undefined> => {
  const refused = await consent(io, config, question, signal);
  if (signal.aborted) return stopped(facts, 'nothing was changed');
  if (refused !== undefined) return refused;
  const all = countOf(messages);
  for (const [index, message] of messages.entries()) {
    const written = countOf(messages.slice(0, index));
    const progress = `${countText(written)} of ${countText(all)} changes were written, the rest was not sent`;
    if (signal.aborted) return stopped(facts, index === 0 ? 'nothing was changed' : progress);
    io.doing(() => ({
      found: `no answer about zone "${facts.zone}" from ${facts.server}; by then ${progress}`,
    }));
    const outcome = await client.update(message);
    if (outcome.kind === 'applied') continue;
    const failure = updateFailure(outcome, facts);
    return index === 0 ? failure : { ...failure, line: `${failure.line}; ${progress}` };
  }
  io.err(`zone ${zoneInView(facts.zone, facts.view)}: ${done}\n`);
  return undefined;
};

const countOf = (messages: readonly UpdateContent[]): number =>
  messages.reduce((sum, { operations }) => sum + operations.length, 0);

/** What a signal has ended, and what was done by then. */
export const stopped = ({ zone, view }: Pick<ExplainFacts, 'zone' | 'view'>, done: string): Failure => ({
  kind: 'failure',
  line: `${zoneInView(`Stopped at zone "${zone}"`, view)}: ${done}`,
  exitCode: EXIT_CODES.stopped.code,
});
