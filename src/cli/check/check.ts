import { EXIT_CODES } from '../../config/exitCodes.ts';
import type { Config } from '../../config/options.ts';
import { typesOfSources } from '../../records/typesOfSources.ts';
import { redact } from '../../redact.ts';
import type { ConfiguredZone } from '../../setup/configureZones.ts';
import { configureZones } from '../../setup/configureZones.ts';
import { serverText } from '../../setup/viewOf.ts';
import { allForwardZoneParts, type ZoneParts } from '../../setup/zoneParts.ts';
import type { Command, CommandIo, Unfinished } from '../command.ts';
import { configurationFailure, fail, notAnswered } from '../failure.ts';
import { formatOutput } from '../formatOutput.ts';
import { ownerOf } from '../ownerOf.ts';
import { reverseParts } from '../plan/reverseParts.ts';
import { readServices } from '../readServices.ts';
import { checkCluster } from './checkCluster.ts';
import type { Silence } from './checkServer.ts';
import { checkViews } from './checkViews.ts';
import { type CheckedZone, checkZone, type ZoneSituation } from './checkZone.ts';
import { error, type Finding, type FindingGroup, findingsText, ok } from './finding.ts';

/**
 * `k8s-bind check`: looks for faults before they bite, from the API to BIND. Changes nothing that stays: to
 * tell views apart it may write a text of its own and take it away at once.
 */
export const check: Command = async (io, config, signal) => {
  const configured = configureZones(config, io.env);
  if (typeof configured === 'string') return fail(io, configurationFailure(configured));
  const quiet = { ...io, err: () => undefined };
  const sources = await checkSources(quiet, config, configured, signal);
  const groups: FindingGroup[] = [{ zone: '', findings: sources.findings }];
  const shown = (all: readonly FindingGroup[] = groups): string =>
    redact(formatOutput(config.output, { zones: all }, () => findingsText(all)));
  /** When the time is over, what was found is shown, and what was being looked at is not answered. */
  const lateAt = (zone: string, what: string, { found }: Pick<Unfinished, 'found'>): void =>
    io.doing(() => {
      const underWay = {
        zone,
        findings: [error(what, `${found} in time`, 'a longer --timeout, or what it waits for')],
      };
      return { found, shown: shown([...groups, underWay]), exitCode: EXIT_CODES.faults.code };
    });
  const forward = allForwardZoneParts(configured, () => undefined);
  const checked: CheckedZone[] = [];
  const look = async (parts: ZoneParts, rights: LookedAt): Promise<void> => {
    const { access, layout } = parts;
    lateAt(layout.zone, 'server', notAnswered(access, layout.zone));
    const silence = silenceOf(parts, checked);
    const zone = await checkZone(config, parts, { ...sources, ...rights, silence });
    checked.push(zone);
    groups.push(groupOf(zone));
  };
  for (const [index, parts] of forward.entries()) {
    const records = configured[index]?.records;
    const outside = (records?.names.length ?? 0) > 0;
    const types = records === undefined ? [] : typesOfSources(records);
    await look(parts, { reverse: false, outside, types });
  }
  lateAt('', 'view', { found: 'no answer about the views' });
  groups.push(...(await checkViews(checked)));
  // A server that was not to be reached for its forward zones is not asked for others.
  if (
    groups.every(({ findings }) =>
      findings.every((finding) => finding.check !== 'server' || finding.level === 'ok'),
    )
  ) {
    lateAt('', 'reverse', { found: 'no answer about the reverse zones' });
    const found = await reverseParts(quiet, config, configured, signal);
    if ('kind' in found)
      groups.push({
        zone: '',
        findings: [
          error(
            'reverse',
            found.line,
            found.fix ?? '--reverse-missing ignore, where their PTRs may be missing',
          ),
        ],
      });
    else for (const parts of found) await look(parts, { reverse: true, outside: false, types: [] });
  }
  await sources.services?.stop();
  io.out(shown());
  const faulty = groups.some(({ findings }) => findings.some(({ level }) => level === 'error'));
  return faulty ? EXIT_CODES.faults.code : EXIT_CODES.ok.code;
};

type LookedAt = Pick<ZoneSituation, 'reverse' | 'outside' | 'types'>;

/** A server that gave no answer for one zone gives none for another. */
const silenceOf = ({ access }: ZoneParts, checked: readonly CheckedZone[]): Silence | undefined =>
  checked.find(({ parts, silence }) => silence && serverText(parts.access) === serverText(access))?.silence;

const groupOf = ({ parts, findings }: CheckedZone): FindingGroup => ({
  ...(parts.access.view === undefined ? {} : { view: parts.access.view }),
  zone: parts.layout.zone,
  findings,
});

/** Where Services are read from. */
const sourceFix = ({ manifests }: Pick<Config, 'manifests'>): string =>
  manifests === undefined
    ? '--master URL, --kubeconfig FILE or --context NAME'
    : '--manifests with a file or folder of Services';

/** Of the time, so that some is left for the name server. */
const servicesShare = 0.4;

type Sources = Pick<ZoneSituation, 'services' | 'owner' | 'env' | 'pid'> & {
  readonly findings: readonly Finding[];
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
    const findings = [...cluster, error('services', services.line, services.fix ?? sourceFix(config))];
    return { findings, services: undefined, owner: config.owner, env, pid };
  }
  io.doing(() => ({ found: `no identity of the cluster from ${services.opened.description}` }));
  const owner = await ownerOf(config, services.opened, signal);
  const count = services.opened.source.store.keys().length;
  const findings = [...cluster, ok('services', `${count} Services from ${services.opened.description}`)];
  return { findings, services, owner: owner.kind === 'owner' ? owner.owner : undefined, env, pid };
};
