import { EXIT_CODES } from '../../config/exitCodes.ts';
import type { Config } from '../../config/options.ts';
import { readOwnerId } from '../../manifests/ownerId.ts';
import { zoneInView } from '../../model/zoneInView.ts';
import { orAborted } from '../../orAborted.ts';
import type { ZoneClient } from '../../server/zoneClient.ts';
import { holderText } from '../../setup/holderText.ts';
import { openZoneClient } from '../../setup/openZoneClient.ts';
import { factsOf } from '../../setup/zoneParts.ts';
import { carryOut, stopped } from '../carryOut.ts';
import type { Command, CommandIo } from '../command.ts';
import {
  claimFailure,
  configurationFailure,
  type Failure,
  fail,
  notAnswered,
  readingFailure,
} from '../failure.ts';
import { formatOutput } from '../formatOutput.ts';
import { planView } from '../plan/planText.ts';
import { type PreviewedZone, previewZones } from '../plan/previewZones.ts';
import { readZoneContent } from '../zoneContent.ts';
import { adoptText, adoptView } from './adoptText.ts';
import { type AdoptOptions, adoptZone } from './adoptZone.ts';
import { zoneAfter } from './zoneAfter.ts';

/**
 * `k8s-bind adopt`: takes what is there already into ownership, after showing it: the territory by the claim;
 * names that external-dns wrote, or that hold just what we would write, by a marker.
 */
export const adopt: Command = async (io, config, signal) => {
  const previews = await previewZones(io, config, signal);
  if (previews.kind === 'failure') return fail(io, previews);
  const owner = previews.owner.isNew ? await keepOwner(config) : previews.owner.owner;
  if (typeof owner !== 'string') return fail(io, owner);
  for (const zone of previews.zones) {
    const client = openZoneClient(zone.preview.zone, zone.parts.access);
    try {
      const { hasService } = previews;
      const failure = await adoptOne(io, config, { ...zone, owner, client, hasService }, signal);
      if (failure !== undefined) return fail(io, failure);
    } finally {
      client.close();
    }
  }
  return EXIT_CODES.ok.code;
};

/** The owner's id is kept beside the manifests, so that the daemon finds the one that the claim has. */
const keepOwner = async ({ manifests = '' }: Config): Promise<string | Failure> => {
  const owner = await readOwnerId(manifests);
  return owner.kind === 'found' ? owner.id : configurationFailure(owner.message);
};

type Adoption = PreviewedZone & {
  readonly owner: string;
  readonly client: ZoneClient;
  readonly hasService: AdoptOptions['hasService'];
};

const adoptOne = async (
  io: CommandIo,
  config: Config,
  { parts, preview, again, owner, client, hasService }: Adoption,
  signal: AbortSignal,
): Promise<Failure | undefined> => {
  const { zone, claim } = preview;
  const facts = factsOf(parts.access, zone);
  if (claim.kind === 'foreign' || claim.kind === 'unreadable' || claim.kind === 'other-view') {
    return claimFailure(facts, claim);
  }
  io.doing(() => notAnswered(parts.access, zone));
  const content = await orAborted(
    readZoneContent(client, () => parts.layout),
    signal,
  );
  if (content === 'aborted') return stopped(facts, 'nothing was changed');
  if (content.kind !== 'content') return readingFailure(content, facts);
  const adoption = adoptZone(content, parts, {
    owner,
    holder: holderText(io.pid, 'adopt'),
    affixes: { prefix: config.txtPrefix ?? '', suffix: config.txtSuffix ?? '' },
    hasService,
  });
  const then = await again(zoneAfter(content, adoption.messages), owner);
  if (then.kind === 'failed') return readingFailure(then.failure, facts);
  const view = adoptView(adoption, planView(then, parts, { kind: 'owner', owner, isNew: false }));
  io.out(formatOutput(config.output, view, () => adoptText(view)));
  if (adoption.messages.length === 0) {
    io.err(`zone ${zoneInView(zone, parts.access.view)}: nothing to adopt\n`);
    return undefined;
  }
  const question = `Take all this into ownership, as ${owner}?`;
  const undertaking = { client, facts, messages: adoption.messages, question, done: 'adopted' };
  return carryOut(io, config, undertaking, signal);
};
