import { describe, test } from 'vitest';
import { backportedBind } from '../backportedBind.ts';
import { missingPackages, type Program } from '../debianPackages.ts';
import { startBind } from './bindPrimary.ts';
import { startKnot } from './knotPrimary.ts';
import { startPowerDns } from './powerDnsPrimary.ts';
import type { PrimaryKind } from './primary.ts';

const lacking = (...programs: readonly Program[]): string | undefined => {
  const packages = missingPackages(programs);
  return packages.length === 0 ? undefined : `install ${packages.join(' ')} (apt-get install, as root)`;
};

const kinds: readonly PrimaryKind[] = [
  { name: 'BIND 9.18', lacks: () => undefined, start: startBind },
  {
    name: 'BIND 9.20',
    lacks: () => (backportedBind() === undefined ? 'run "npm test bind", which fetches it' : undefined),
    start: (zones, options) => startBind(zones, options, backportedBind()),
  },
  { name: 'Knot DNS', lacks: () => lacking('knotd'), start: startKnot },
  {
    name: 'PowerDNS',
    lacks: () => lacking('pdns_server', 'pdnsutil', 'pdns-backend-sqlite3'),
    start: startPowerDns,
  },
];

/**
 * Runs a set of tests against every make of name server that is a primary with RFC 2136. One that is not
 * there is a failure where nobody reads along, and elsewhere a skipped test whose name says what to do.
 *
 * @param programs what the tests need besides
 */
export const describePrimaries = (
  body: (kind: PrimaryKind) => void,
  programs: readonly Program[] = [],
): void => {
  const lackOf = (kind: PrimaryKind): string | undefined => kind.lacks() ?? lacking(...programs);
  const there = kinds.filter((kind) => lackOf(kind) === undefined);
  describe.each(there)('with $name as primary', body);
  for (const kind of kinds.filter((one) => !there.includes(one)))
    notRun(`with ${kind.name} as primary`, lackOf(kind));
};

/** Runs tests that need some programs, or says as {@link describePrimaries} does what is missing. */
export const describeWith = (title: string, programs: readonly Program[], body: () => void): void => {
  const lack = lacking(...programs);
  if (lack === undefined) describe(title, body);
  else notRun(title, lack);
};

const notRun = (title: string, lack = 'nothing is missing'): void => {
  if (process.env['CI'] !== 'true') test.skip(`${title}: to run this, ${lack}`);
  else
    test(title, () => {
      throw new Error(`Cannot run this test: ${lack}`);
    });
};
