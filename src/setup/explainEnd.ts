import { assertNever } from '../assertNever.ts';
import { EXIT_CODES } from '../config/exitCodes.ts';
import type { ZoneEnd } from '../controller/zoneEvent.ts';
import type { Problem } from '../telemetry/problem.ts';
import { makeProblem } from '../telemetry/problems.ts';
import { type ClaimDecision, type ClaimFinding, claimName } from '../zone/claim.ts';
import type { ExplainFacts } from './explain.ts';

export type ExplainedEnd = {
  readonly message: string;
  readonly fields: Readonly<Record<string, unknown>>;
  readonly exitCode: number;
};

/** A zone as messages name it: with the larger one that it is a subtree of, its view, and our key. */
export type NamedZone = Pick<ExplainFacts, 'zone' | 'largerZone' | 'view' | 'keyName'>;

/** Why this process does not write a zone any more; undefined when it was asked to stop. */
export const explainEnd = (named: NamedZone, end: ZoneEnd): ExplainedEnd | undefined => {
  const explained = explainIn(named, end);
  if (explained === undefined || named.view === undefined) return explained;
  return { ...explained, fields: { ...explained.fields, view: named.view } };
};

const explainIn = (named: NamedZone, end: ZoneEnd): ExplainedEnd | undefined => {
  const { zone } = named;
  switch (end.kind) {
    case 'stopped':
      return undefined;
    case 'converged':
      return explainRest(zone, end);
    case 'fenced':
      return {
        ...explainedAs(makeProblem('fenced', { zone, holder: end.by.holder }), {
          zone,
          owner: end.by.owner,
          epoch: end.by.epoch,
          holder: end.by.holder,
        }),
        exitCode: EXIT_CODES.fencedOut.code,
      };
    case 'foreign-owner':
      return notOurs(claimProblem(named, { kind: 'foreign', claim: end.claim }), {
        zone,
        owner: end.claim.owner,
        holder: end.claim.holder,
      });
    case 'occupied':
      return notOurs(makeProblem('occupied', { ...named, count: end.total }), {
        zone,
        ...(end.cuts.length === 0
          ? {}
          : { delegations: end.cuts.map(({ name, type }) => `${name} ${type}`) }),
        records: end.records.map(
          ({ name, ttlSeconds, type, rdata }) => `${name} ${ttlSeconds} ${type} ${rdata}`,
        ),
      });
    case 'unreadable-claim':
      return notOurs(claimProblem(named, { kind: 'unreadable', rdatas: end.rdatas }), {
        zone,
        found: end.rdatas,
      });
    case 'other-view':
      return notOurs(claimProblem(named, end), { zone, otherView: end.otherView });
    default:
      return assertNever(end);
  }
};

/**
 * Why nobody but a person may touch a zone: its claim is another owner's, or of another view, or is none, or
 * more than one.
 */
export const claimProblem = (named: NamedZone, found: NotOurs): Problem => {
  const { zone, keyName: key } = named;
  switch (found.kind) {
    case 'foreign':
      return makeProblem('foreignOwner', {
        ...named,
        owner: found.claim.owner,
        holder: found.claim.holder,
      });
    case 'other-view':
      return makeProblem('otherView', { ...named, key, otherView: found.otherView });
    case 'unreadable':
      return makeProblem('unreadableClaim', { zone, name: claimName(zone) });
    default:
      return assertNever(found);
  }
};

export type NotOurs =
  | Extract<ClaimFinding, { readonly kind: 'foreign' | 'unreadable' }>
  | Extract<ClaimDecision, { readonly kind: 'other-view' }>;

type Fields = Readonly<Record<string, unknown>>;

const explainedAs = ({ code, message, fix }: Problem, fields: Fields): Omit<ExplainedEnd, 'exitCode'> => ({
  message,
  fields: { code, ...fields, ...(fix === '' ? {} : { fix }) },
});

const notOurs = (found: Problem, fields: Fields): ExplainedEnd => ({
  ...explainedAs(found, fields),
  exitCode: EXIT_CODES.notOurs.code,
});

const shownUnits = 10;

/** `--once` came to its end; undefined when nothing was left. */
const explainRest = (
  zone: string,
  { refused, heldBack }: Extract<ZoneEnd, { readonly kind: 'converged' }>,
): ExplainedEnd | undefined => {
  if (refused.length + heldBack.length === 0) return undefined;
  return {
    message: `Zone "${zone}" is in step but for ${refused.length} refused and ${heldBack.length} held back`,
    fields: { zone, refused: refused.slice(0, shownUnits), heldBack: heldBack.slice(0, shownUnits) },
    exitCode: EXIT_CODES.refused.code,
  };
};
