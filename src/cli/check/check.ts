import { EXIT_CODES } from '../../config/exitCodes.ts';
import type { Config } from '../../config/options.ts';
import { previewZone } from '../../controller/previewZone.ts';
import { redact } from '../../redact.ts';
import type { ConfiguredZone } from '../../setup/configureZones.ts';
import { configureZones } from '../../setup/configureZones.ts';
import { holderText } from '../../setup/holderText.ts';
import { openZoneClient } from '../../setup/openZoneClient.ts';
import { zoneOptionsOf } from '../../setup/zoneOptionsOf.ts';
import { allForwardZoneParts, factsOf, type ZoneParts } from '../../setup/zoneParts.ts';
import type { Command, CommandIo } from '../command.ts';
import { configurationFailure, fail, notAnswered } from '../failure.ts';
import { formatOutput } from '../formatOutput.ts';
import { ownerOf } from '../ownerOf.ts';
import { reverseParts } from '../plan/reverseParts.ts';
import { type ReadServices, readServices } from '../readServices.ts';
import { checkCluster } from './checkCluster.ts';
import { checkContent } from './checkContent.ts';
import { checkHidden } from './checkHidden.ts';
import { checkRoutes } from './checkRoutes.ts';
import { checkServer } from './checkServer.ts';
import { checkUpdateRights } from './checkUpdateRights.ts';
import { error, type Finding, type FindingGroup, findingsText, ok } from './finding.ts';
import { forMake } from './forMake.ts';

/** `k8s-bind check`: looks for faults before they bite, from the API to BIND. Changes nothing. */
export const check: Command = async (io, config, signal) => {
  const configured = configureZones(config, io.env);
  if (typeof configured === 'string') return fail(io, configurationFailure(configured));
  const quiet = { ...io, err: () => undefined };
  const sources = await checkSources(quiet, config, configured, signal);
  const groups: FindingGroup[] = [{ zone: '', findings: sources.findings }];
  const shown = (all: readonly FindingGroup[] = groups): string =>
    redact(formatOutput(config.output, { zones: all }, () => findingsText(all)));
  /** When the time is over, what was found is shown, and what was being looked at is not answered. */
  const lateAt = (zone: string, what: string, found: string): void =>
    io.doing(() => {
      const underWay = { zone, findings: [error(what, `${found} in time`)] };
      return { found, shown: shown([...groups, underWay]), exitCode: EXIT_CODES.faults.code };
    });
  const looksAt = ({ access, layout }: ZoneParts): void =>
    lateAt(layout.zone, 'server', notAnswered(access, layout.zone).found);
  const forward = allForwardZoneParts(configured, () => undefined);
  for (const [index, parts] of forward.entries()) {
    const outside = (configured[index]?.records.names.length ?? 0) > 0;
    looksAt(parts);
    const findings = await checkZone(config, parts, { ...sources, reverse: false, outside });
    groups.push({ zone: parts.layout.zone, findings });
  }
  // A server that was not to be reached for its forward zones is not asked for others.
  if (
    groups.every(({ findings }) =>
      findings.every((finding) => finding.check !== 'server' || finding.level === 'ok'),
    )
  ) {
    lateAt('', 'reverse', 'no answer about the reverse zones');
    const found = await reverseParts(quiet, config, configured, signal);
    if ('kind' in found) groups.push({ zone: '', findings: [error('reverse', found.line, found.fix)] });
    else
      for (const parts of found) {
        looksAt(parts);
        const findings = await checkZone(config, parts, { ...sources, reverse: true, outside: false });
        groups.push({ zone: parts.layout.zone, findings });
      }
  }
  await sources.services?.stop();
  io.out(shown());
  const faulty = groups.some(({ findings }) => findings.some(({ level }) => level === 'error'));
  return faulty ? EXIT_CODES.faults.code : EXIT_CODES.ok.code;
};

/** Of the time, so that some is left for the name server. */
const servicesShare = 0.4;

type Sources = {
  readonly findings: readonly Finding[];
  /** Undefined when the Services cannot be read; the zones are looked at all the same. */
  readonly services: Extract<ReadServices, { kind: 'read' }> | undefined;
  readonly owner: string | undefined;
  readonly env: NodeJS.ProcessEnv;
  readonly pid: number;
};

const checkSources = async (
  io: CommandIo,
  config: Config,
  configured: readonly ConfiguredZone[],
  signal: AbortSignal,
): Promise<Sources> => {
  const { env, pid } = io;
  const records = configured.map((zone) => zone.records);
  const cluster = config.manifests === undefined ? await checkCluster(config, records, { env, signal }) : [];
  if (cluster.some(({ level }) => level === 'error')) {
    return { findings: cluster, services: undefined, owner: config.owner, env, pid };
  }
  const services = await readServices(io, config, records, signal, servicesShare);
  if (services.kind === 'failure') {
    const findings = [...cluster, error('services', services.line)];
    return { findings, services: undefined, owner: config.owner, env, pid };
  }
  io.doing(() => ({ found: `no identity of the cluster from ${services.opened.description}` }));
  const owner = await ownerOf(config, services.opened, signal);
  const count = services.opened.source.store.keys().length;
  const findings = [...cluster, ok('services', `${count} Services from ${services.opened.description}`)];
  return { findings, services, owner: owner.kind === 'owner' ? owner.owner : undefined, env, pid };
};

type ZoneSituation = Sources & { readonly reverse: boolean; readonly outside: boolean };

const checkZone = async (
  config: Config,
  parts: ZoneParts,
  situation: ZoneSituation,
): Promise<readonly Finding[]> => {
  const { layout, desired, access } = parts;
  const { services, owner, reverse, outside } = situation;
  const client = openZoneClient(layout.zone, access);
  try {
    const server = await checkServer(layout.zone, access, client);
    const facts = factsOf(access, layout.zone);
    const meant = (findings: readonly Finding[]): readonly Finding[] =>
      forMake(findings, server.software.make, facts);
    if (!server.usable) return meant(server.findings);
    const rights = await checkUpdateRights(client, access, { zone: layout.zone, reverse, outside });
    const store = services?.opened.source.store;
    const keys = store?.keys() ?? [];
    const snapshot = store?.snapshot ?? (() => undefined);
    const preview = await previewZone({
      layout,
      desired,
      client,
      options: zoneOptionsOf(config, { owner: owner ?? '', holder: holderText(situation.pid) }),
      source: {
        synced: () => store !== undefined,
        snapshot,
        isAbsent: store?.isAbsent ?? (() => false),
        anyAbsent: store?.anyAbsent ?? (() => false),
      },
      services: keys,
    });
    const hidden = reverse ? [] : await checkHidden(client, layout.zone);
    const content = checkContent(preview, desired, facts);
    // Without an owner any claim looks like somebody else's.
    const known = owner === undefined ? content.filter((finding) => finding.check !== 'claim') : content;
    const routes = reverse
      ? []
      : await checkRoutes({ desired, services: keys, snapshot, env: situation.env });
    return meant([...server.findings, rights, ...hidden, ...known, ...routes]);
  } finally {
    client.close();
  }
};
