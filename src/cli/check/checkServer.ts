import { type ServerSoftware, softwareText } from '../../server/identifyServer.ts';
import { type PortContent, probeConnection } from '../../server/probeConnection.ts';
import { type ReadFailure, saysNoUpdate, type UpdateOutcome } from '../../server/updateOutcome.ts';
import type { ZoneClient } from '../../server/zoneClient.ts';
import { type ExplainFacts, explain, type FailedUpdate } from '../../setup/explain.ts';
import { askSoftware, keyNameOf, type ServerAccess } from '../../setup/openZoneClient.ts';
import { factsOf } from '../../setup/zoneParts.ts';
import { type Finding, faultOf, ok, warning } from './finding.ts';
import { notLoadedFinding } from './notLoadedFinding.ts';
import { notThereFinding } from './notThereFinding.ts';
import { portFinding } from './portFinding.ts';
import { refusedFinding } from './refusedFinding.ts';
import type { ZoneStanding } from './zoneStanding.ts';

export type ServerCheck = {
  readonly findings: readonly Finding[];
  /** Whether the further checks make sense. */
  readonly usable: boolean;
  /** Unknown too where the server was not to be reached. */
  readonly software: ServerSoftware;
  /** Where nothing came back at all: its other zones need not wait for the same. */
  readonly silence?: Silence;
};

/** What became of an UPDATE to a server that gave no answer, and what is at its port. */
export type Silence = { readonly update: FailedUpdate; readonly content: PortContent };

export type ServerSituation = {
  readonly standing: () => Promise<ZoneStanding>;
  /** Of the same server, as another zone has found it. */
  readonly silence: Silence | undefined;
};

/** check warns above this: how long resolvers remember that a name does not exist. */
const longNegativeTtlSeconds = 60;

/**
 * Whether the name server is there, knows the key, and has the zone as its primary; by a query and by an
 * UPDATE without content.
 */
export const checkServer = async (
  zone: string,
  access: ServerAccess,
  client: ZoneClient,
  { standing, silence }: ServerSituation,
): Promise<ServerCheck> => {
  const update = silence?.update ?? (await client.update({ prerequisites: [], operations: [] }));
  const software = wasHeard(update) ? await askSoftware(access) : unknownSoftware;
  const facts = { ...factsOf(access, zone), ...(software.make && { software: software.make }) };
  const unusable = (...findings: readonly Finding[]): ServerCheck => ({ usable: false, software, findings });
  const server = ok('server', `${facts.server} answers, ${whatItIs(software)}`);
  const place = faultPlace(update, software);
  if (update.kind !== 'applied' && place !== undefined) {
    const problem = explain('writing', asMeant(update, place), facts);
    if (place === 'server') {
      const content = silence?.content ?? (await probeConnection(access.server));
      const findings = [portFinding(access, content, problem)];
      return { ...unusable(...findings), ...(neverAnswers.has(content) && { silence: { update, content } }) };
    }
    return unusable(server, faultOf(place, problem));
  }
  const reached = [server, ok('key', `${keyNameOf(access)} is accepted`), clockOf(access)];
  if (update.kind === 'not-authoritative')
    return unusable(...reached, await notThereFinding(access, explain('writing', update, facts), facts));
  const soa = await client.soa();
  if (soa.kind !== 'soa') return unusable(...reached, unreadFinding(soa, facts));
  const served = ok('zone', `is served here, serial ${soa.serial}`);
  const updates = update.kind === 'applied' ? [] : [await updateFinding(update, facts, standing)];
  return {
    usable: update.kind === 'applied',
    software,
    findings: [...reached, served, ...updates, negativeTtlOf(soa.negativeTtlSeconds), ...localOf(zone)],
  };
};

/** Each question to such a port waits until its time is over, whatever it is about and whoever signs it. */
const neverAnswers: ReadonlySet<PortContent> = new Set(['away', 'silent']);

const unreadFinding = (failure: ReadFailure, facts: ExplainFacts): Finding => {
  const problem = explain('reading', failure, facts);
  return failure.kind === 'rejected' && failure.rcode === 'SERVFAIL'
    ? notLoadedFinding(problem, facts)
    : faultOf('zone', problem);
};

/** An UPDATE without content was not taken, although the zone is there. */
const updateFinding = async (
  update: FailedUpdate,
  facts: ExplainFacts,
  standing: () => Promise<ZoneStanding>,
): Promise<Finding> => {
  const problem = explain('writing', update, facts);
  return update.kind === 'refused'
    ? refusedFinding(problem, await standing(), facts)
    : faultOf('update', problem);
};

/** Whether anything came back, whoever wrote it. */
const wasHeard = (update: UpdateOutcome): boolean =>
  update.kind !== 'unreachable' && (update.kind !== 'unknown' || update.unsignedRcode !== undefined);

const unknownSoftware: ServerSoftware = { make: undefined, version: undefined };

const whatItIs = (software: ServerSoftware): string => {
  const text = softwareText(software);
  return text === undefined ? 'and does not say what it is' : `it is ${text}`;
};

type FaultPlace = 'server' | 'update' | 'key' | 'zone';

/**
 * Where the fault lies that an empty UPDATE shows; undefined where the server has proved that it knows our
 * key.
 *
 * | answer                      | place    |                                                            |
 * | --------------------------- | -------- | ---------------------------------------------------------- |
 * | none                        | `server` |                                                            |
 * | NOTIMP, signed or not       | `update` | NSD and others that have no UPDATE                         |
 * | unsigned NOTAUTH, Knot DNS  | `zone`   | it says with a TSIG error when it does not know the key    |
 * | another unsigned refusal    | `key`    |                                                            |
 * | TSIG error                  | `key`    |                                                            |
 */
const faultPlace = (update: UpdateOutcome, { make }: ServerSoftware): FaultPlace | undefined => {
  if (!wasHeard(update)) return 'server';
  if (saysNoUpdate(update)) return 'update';
  if (update.kind === 'tsig-error') return 'key';
  if (update.kind !== 'unknown') return undefined;
  return update.unsignedRcode === 'NOTAUTH' && make === 'Knot DNS' ? 'zone' : 'key';
};

const asMeant = (update: FailedUpdate, place: FaultPlace): FailedUpdate =>
  place === 'zone' ? { kind: 'not-authoritative', rcode: 'NOTAUTH' } : update;

/** The server's time is only learned when it differs by more than the signature allows (300 s). */
const clockOf = ({ signing }: ServerAccess): Finding => {
  const skewSeconds = signing.kind === 'tsig' ? signing.keys.skewSeconds() : 0;
  if (skewSeconds === 0) return ok('clock', 'agrees with that of the server, within 300 s');
  const message = `differs from that of the server by ${Math.abs(skewSeconds)} s, the server's is ${skewSeconds > 0 ? 'ahead' : 'behind'}`;
  return warning('clock', message, 'timedatectl set-ntp true  (on both machines)');
};

const negativeTtlOf = (seconds: number): Finding =>
  seconds > longNegativeTtlSeconds
    ? warning(
        'negative',
        `a name that was asked for too early stays away for ${seconds} s: so long do resolvers remember that it is not there`,
        'the last number of the SOA: 5',
      )
    : ok('negative', `resolvers ask again for a missing name after ${seconds} s`);

const localOf = (zone: string): readonly Finding[] =>
  zone === 'local.' || zone.endsWith('.local.')
    ? [
        warning(
          'name',
          'many hosts ask for names below .local by multicast (RFC 6762) and never ask a name server',
          'another zone, such as k8s.example. or home.arpa.',
        ),
      ]
    : [];
