import type { ZoneClient } from '../../server/zoneClient.ts';
import { explain } from '../../setup/explain.ts';
import { keyNameOf, type ServerAccess } from '../../setup/openZoneClient.ts';
import { factsOf } from '../../setup/zoneParts.ts';
import { type Finding, faultOf, ok, warning } from './finding.ts';

export type ServerCheck = {
  readonly findings: readonly Finding[];
  /** Whether the further checks make sense. */
  readonly usable: boolean;
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
): Promise<ServerCheck> => {
  const facts = factsOf(access, zone);
  const update = await client.update({ prerequisites: [], operations: [] });
  if (update.kind === 'tsig-error') {
    return {
      usable: false,
      findings: [ok('server', `${facts.server} answers`), faultOf('key', explain('writing', update, facts))],
    };
  }
  if (update.kind === 'unreachable' || update.kind === 'unknown') {
    return { usable: false, findings: [faultOf('server', explain('writing', update, facts))] };
  }
  const reached = [
    ok('server', `${facts.server} answers`),
    ok('key', `${keyNameOf(access)} is accepted`),
    clockOf(access),
  ];
  if (update.kind === 'not-authoritative') {
    return { usable: false, findings: [...reached, faultOf('zone', explain('writing', update, facts))] };
  }
  const soa = await client.soa();
  if (soa.kind !== 'soa') {
    return { usable: false, findings: [...reached, faultOf('zone', explain('reading', soa, facts))] };
  }
  const served = ok('zone', `is served here, serial ${soa.serial}`);
  const updates = update.kind === 'applied' ? [] : [faultOf('update', explain('writing', update, facts))];
  return {
    usable: update.kind === 'applied',
    findings: [...reached, served, ...updates, negativeTtlOf(soa.negativeTtlSeconds), ...localOf(zone)],
  };
};

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
