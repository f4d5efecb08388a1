import { describe, test } from 'vitest';
import type { Program } from '../debianPackages.ts';
import type { PrimaryKind } from './primary.ts';
import { lackOf, primaryKinds } from './primaryKinds.ts';

/**
 * Runs a set of tests against every make of name server that is a primary with RFC 2136. One that is not
 * there is a failure where nobody reads along, and elsewhere a skipped test whose name says what to do: not
 * everyone who develops has four name servers.
 *
 * @param programs what the tests need besides
 */
export const describePrimaries = (
  body: (kind: PrimaryKind) => void,
  programs: readonly Program[] = [],
): void => {
  const lackingFor = (kind: PrimaryKind): string | undefined => kind.lacks() ?? lackOf(programs);
  const there = primaryKinds.filter((kind) => lackingFor(kind) === undefined);
  describe.each(there)('with $name as primary', body);
  for (const kind of primaryKinds.filter((one) => !there.includes(one)))
    notRun(`with ${kind.name} as primary`, lackingFor(kind));
};

/** Runs tests that need some programs, or says as {@link describePrimaries} does what is missing. */
export const describeWith = (title: string, programs: readonly Program[], body: () => void): void => {
  const lack = lackOf(programs);
  if (lack === undefined) describe(title, body);
  else notRun(title, lack);
};

const notRun = (title: string, lack = 'nothing is missing'): void => {
  if (process.env['CI'] === 'true') {
    test(title, () => {
      throw new Error(`Cannot run this test: to run it, ${lack}`);
    });
    return;
  }
  test(`${title}: to run this, ${lack}`, ({ skip }) => skip(lack));
};
