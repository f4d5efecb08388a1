import type { Config } from '../config/options.ts';
import type { UpdateContent } from '../dns/updateMessage.ts';
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

/** Asks, then sends. Undefined: all of it is written. */
export const carryOut = async (
  io: CommandIo,
  config: Config,
  { client, facts, messages, question, done }: Undertaking,
): Promise<Failure | undefined> => {
  const refused = await consent(io, config, question);
  if (refused !== undefined) return refused;
  for (const message of messages) {
    const outcome = await client.update(message);
    if (outcome.kind !== 'applied') return updateFailure(outcome, facts);
  }
  io.err(`zone ${facts.zone}: ${done}\n`);
  return undefined;
};
