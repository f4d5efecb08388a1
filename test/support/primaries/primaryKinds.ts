import { backportedBind } from '../backportedBind.ts';
import { missingPackages, type Program } from '../debianPackages.ts';
import { startBind } from './bindPrimary.ts';
import { startKnot } from './knotPrimary.ts';
import { startPowerDns } from './powerDnsPrimary.ts';
import type { PrimaryKind } from './primary.ts';

/** What is to be done before these programs can be run here, or undefined when nothing is. */
export const lackOf = (programs: readonly Program[]): string | undefined => {
  const packages = missingPackages(programs);
  return packages.length === 0 ? undefined : `install ${packages.join(' ')} (apt-get install, as root)`;
};

/** Every make of name server that is a primary with RFC 2136. */
export const primaryKinds: readonly PrimaryKind[] = [
  { name: 'BIND 9.18', lacks: () => undefined, start: startBind },
  {
    name: 'BIND 9.20',
    lacks: () =>
      backportedBind() === undefined ? 'start "npm test bind", which fetches it from Debian' : undefined,
    start: (zones, options) => startBind(zones, options, backportedBind()),
  },
  { name: 'Knot DNS', lacks: () => lackOf(['knotd']), start: startKnot },
  {
    name: 'PowerDNS',
    lacks: () => lackOf(['pdns_server', 'pdnsutil', 'pdns-backend-sqlite3']),
    start: startPowerDns,
  },
];
