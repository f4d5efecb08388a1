import { EXIT_CODES } from '../../config/exitCodes.ts';
import type { Config } from '../../config/options.ts';
import { formatRecord } from '../../dns/formatZone.ts';
import type { ResourceRecord } from '../../dns/rrset.ts';
import { zoneInView } from '../../model/zoneInView.ts';
import { orAborted } from '../../orAborted.ts';
import type { ZoneClient } from '../../server/zoneClient.ts';
import type { ConfiguredZone } from '../../setup/configureZones.ts';
import { configureZones } from '../../setup/configureZones.ts';
import { openZoneClient } from '../../setup/openZoneClient.ts';
import { factsOf } from '../../setup/zoneParts.ts';
import { shellWord } from '../../shellWord.ts';
import { claimName, findClaim, parseClaim } from '../../zone/claim.ts';
import { layoutOfTerritory } from '../../zone/zoneLayout.ts';
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
import { readZoneContent } from '../zoneContent.ts';
import { type PurgePlan, planPurge } from './purgePlan.ts';

/**
 * `k8s-bind purge`: takes all that this owner wrote out of the zone, its claim too, and nothing else. Shows
 * it first.
 */
export const purge: Command = async (io, config, signal) => {
  const configured = configureZones(config, io.env);
  if (typeof configured === 'string') return fail(io, configurationFailure(configured));
  for (const zone of configured) {
    const client = openZoneClient(zone.records.zone, zone.access);
    try {
      const failure = await purgeZone(io, config, { zone, client }, signal);
      if (failure !== undefined) return fail(io, failure);
    } finally {
      client.close();
    }
  }
  return EXIT_CODES.ok.code;
};

const purgeZone = async (
  io: CommandIo,
  config: Config,
  { zone: { records, access }, client }: { readonly zone: ConfiguredZone; readonly client: ZoneClient },
  signal: AbortSignal,
): Promise<Failure | undefined> => {
  const { zone } = records;
  const facts = factsOf(access, zone);
  io.doing(() => notAnswered(access, zone));
  const reading = readZoneContent(client, (all) =>
    layoutOfTerritory(zone, claimIn(zone, all)?.territory ?? ''),
  );
  const content = await orAborted(reading, signal);
  if (content === 'aborted') return stopped(facts, 'nothing was changed');
  if (content.kind !== 'content') return readingFailure(content, facts);
  const claimed = content.mirror.claim.flatMap((rdata) => parseClaim(rdata) ?? [])[0];
  const owner = config.owner ?? claimed?.owner;
  if (owner === undefined) {
    return configurationFailure(`Cannot purge zone "${zone}": found no claim there, needed --owner ID`);
  }
  if (config.owner === undefined && config.yes) {
    return configurationFailure(
      `Cannot purge zone "${zone}": found --yes without an owner, needed --owner ${shellWord(owner)}`,
    );
  }
  const finding = findClaim(content.mirror.claim, owner);
  if (finding.kind === 'foreign' || finding.kind === 'unreadable') {
    return claimFailure(facts, finding);
  }
  const plan = planPurge(content, {
    zone,
    owner,
    claim: finding.kind === 'ours' ? { rdatas: content.mirror.claim } : undefined,
  });
  show(io, config, { zone, view: access.view, owner, plan });
  if (plan.messages.length === 0) return undefined;
  const question = `Remove all this from ${zoneInView(zone, access.view)}?`;
  const undertaking = { client, facts, messages: plan.messages, question, done: 'removed' };
  return carryOut(io, config, undertaking, signal);
};

const claimIn = (zone: string, records: readonly ResourceRecord[]) =>
  records
    .filter(({ name, type }) => name === claimName(zone) && type === 'TXT')
    .flatMap(({ rdata }) => parseClaim(rdata) ?? [])[0];

type ShownPurge = {
  readonly zone: string;
  readonly view: string | undefined;
  readonly owner: string;
  readonly plan: PurgePlan;
};

const show = (
  io: Pick<CommandIo, 'out'>,
  { output }: Pick<Config, 'output'>,
  { zone, view, owner, plan }: ShownPurge,
): void => {
  const removed = plan.records.map((record) => formatRecord(record));
  const text = (): string =>
    plan.messages.length === 0
      ? `; zone ${zoneInView(zone, view)}: nothing of owner ${owner}\n`
      : [
          `; zone ${zoneInView(zone, view)}, all that owner ${owner} wrote`,
          ...removed.map((line) => `- ${line}`),
          `; ${removed.length} records, ${plan.markers} markers, and the claim if it stands there`,
          '',
        ].join('\n');
  const seen = view === undefined ? {} : { view };
  io.out(formatOutput(output, { zone, ...seen, owner, removed, markers: plan.markers }, text));
};
