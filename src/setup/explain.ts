import { assertNever } from '../assertNever.ts';
import type { Omitted, OmittedCause } from '../controller/write/omitted.ts';
import {
  type ReadFailure,
  saysNoUpdate,
  type UnknownOutcome,
  type UpdateOutcome,
} from '../server/updateOutcome.ts';
import { usualRecordLimit } from '../server/usualRecordLimit.ts';
import type { Problem } from '../telemetry/problem.ts';
import { makeProblem, type ProblemCode } from '../telemetry/problems.ts';
import { claimName } from '../zone/claim.ts';

/**
 * What was going on when the server answered. The same answer means something else in each.
 *
 * | situation   | what was asked                                                                 |
 * | ----------- | ------------------------------------------------------------------------------ |
 * | `reading`   | the SOA or a transfer                                                          |
 * | `claiming`  | an UPDATE of the claim alone                                                   |
 * | `writing`   | an UPDATE of many; where it was refused, an empty one was refused as well       |
 * | `alone`     | an UPDATE of one unit, right after an empty one was taken: it is not the zone   |
 * | `read-back` | a reading after an UPDATE that was answered with NOERROR                        |
 */
export type Situation = 'reading' | 'claiming' | 'writing' | 'alone' | 'read-back';

export type FailedUpdate = Exclude<UpdateOutcome, { kind: 'applied' }>;

type Outcomes = {
  readonly reading: ReadFailure;
  readonly claiming: FailedUpdate;
  readonly writing: FailedUpdate;
  readonly alone: FailedUpdate;
  readonly 'read-back': Omitted;
};

export type ExplainFacts = {
  readonly zone: string;
  readonly server: string;
  readonly keyName: string;
  /** The zone on the server, where ours is a subtree of it. */
  readonly largerZone?: string;
  /** The view that the zone is in, where it has a namesake. */
  readonly view?: string;
  /** What the server runs, where it was asked: `NSD`. */
  readonly software?: string;
};

/** The unit that stood alone, in words, the types it asks for, and how many records its longest RRset has. */
export type UnitFacts = {
  readonly unit: string;
  readonly types: readonly string[];
  readonly longestRrset: number;
};

type FactsOf<In extends Situation> = In extends 'alone' ? ExplainFacts & UnitFacts : ExplainFacts;

type Explainers = {
  readonly [In in Situation]: (outcome: Outcomes[In], facts: FactsOf<In>) => Problem;
};

/** Explains what became of a query, a transfer or an UPDATE, by the table of problems. */
export const explain = <In extends Situation>(
  situation: In,
  outcome: Outcomes[In],
  facts: FactsOf<In>,
): Problem => {
  const explainer: Explainers[In] = explainers[situation];
  return explainer(outcome, facts);
};

const explainReading = (failure: ReadFailure, facts: ExplainFacts): Problem => {
  const asked = askedOf(facts);
  if (failure.kind === 'refused') return makeProblem('readRefused', asked);
  if (failure.kind === 'unknown')
    return explainUnsigned(failure, facts) ?? makeProblem('readFailed', { ...asked, reason: failure.reason });
  return explainAnywhere(failure, facts, `read zone "${facts.zone}"`);
};

const explainClaiming = (outcome: FailedUpdate, facts: ExplainFacts): Problem =>
  outcome.kind === 'refused'
    ? makeProblem('claimRefused', { ...askedOf(facts), name: claimName(facts.zone) })
    : explainUpdate(outcome, facts, `claim zone "${facts.zone}"`);

const explainWriting = (outcome: FailedUpdate, facts: ExplainFacts): Problem =>
  explainUpdate(outcome, facts, `update zone "${facts.zone}"`);

const explainUpdate = (outcome: FailedUpdate, facts: ExplainFacts, task: string): Problem => {
  const asked = askedOf(facts);
  if (saysNoUpdate(outcome))
    return makeProblem('noUpdate', { ...asked, software: facts.software ?? 'the server' });
  switch (outcome.kind) {
    case 'refused':
      return makeProblem('updateRefused', asked);
    case 'server-failure':
      return makeProblem('serverFailure', { ...asked, task });
    case 'prerequisite-failed':
      return makeProblem('prerequisiteFailed', { task, rcode: outcome.rcode });
    case 'unknown':
      return explainUnsigned(outcome, facts) ?? makeProblem('unknown', { ...asked, reason: outcome.reason });
    default:
      return explainAnywhere(outcome, facts, task);
  }
};

const explainAlone = (outcome: FailedUpdate, facts: ExplainFacts & UnitFacts): Problem => {
  const task = `write ${facts.unit}`;
  const alone = { ...askedOf(facts), types: facts.types, task };
  switch (outcome.kind) {
    case 'refused':
      return makeProblem('recordRefused', alone);
    case 'server-failure':
      return facts.longestRrset > usualRecordLimit
        ? makeProblem('tooManyRecords', { ...alone, count: facts.longestRrset, limit: usualRecordLimit })
        : makeProblem('recordFailed', alone);
    case 'prerequisite-failed':
      return makeProblem('neverAsRead', { ...alone, rcode: outcome.rcode });
    default:
      return explainUpdate(outcome, facts, task);
  }
};

/** What means the same whatever was asked. */
const explainAnywhere = (
  outcome: Exclude<ReadFailure, { kind: 'refused' | 'unknown' }>,
  facts: ExplainFacts,
  task: string,
): Problem => {
  const asked = { ...askedOf(facts), task };
  switch (outcome.kind) {
    case 'not-authoritative':
      return makeProblem('notAuthoritative', { ...asked, rcode: outcome.rcode });
    case 'rejected':
      return makeProblem('rejected', { task, found: answerText(facts.server, outcome.rcode) });
    case 'unreachable':
      return makeProblem('unreachable', { ...asked, reason: outcome.reason });
    case 'tsig-error':
      return explainTsig(outcome, facts);
    default:
      return assertNever(outcome);
  }
};

/** A refusal without a signature is no proof, but says what to look at. */
const explainUnsigned = ({ unsignedRcode }: UnknownOutcome, facts: ExplainFacts): Problem | undefined =>
  unsignedRcode === 'REFUSED' || unsignedRcode === 'NOTAUTH'
    ? makeProblem('unsignedRefusal', { ...askedOf(facts), rcode: unsignedRcode })
    : undefined;

/** What could not even be encoded has no answer. */
const answerText = (server: string, rcode: string): string =>
  rcode.startsWith('not sent: ') ? rcode : `${server} answers ${rcode}`;

const explainTsig = (
  { error, skewSeconds = 0 }: Extract<ReadFailure, { kind: 'tsig-error' }>,
  facts: ExplainFacts,
): Problem => {
  const asked = askedOf(facts);
  if (error === 'BADKEY') return makeProblem('badKey', asked);
  if (error === 'BADSIG') return makeProblem('badSignature', asked);
  if (error === 'BADTIME') return makeProblem('badTime', { ...asked, skewSeconds });
  if (/gss|kerberos|kinit|tkey/i.test(error)) return makeProblem('noTicket', { ...asked, rcode: error });
  return makeProblem('tsigError', { ...asked, rcode: error });
};

const shownRecords = 5;

const omittedBy = {
  ttl: 'omittedByTtl',
  cname: 'omittedByCname',
  policyCount: 'omittedByCount',
  unknown: 'omitted',
} as const satisfies Readonly<Record<OmittedCause, ProblemCode>>;

const explainReadBack = ({ cause, records }: Omitted, facts: ExplainFacts): Problem => {
  const list = records
    .slice(0, shownRecords)
    .map(({ name, type, ttlSeconds, rdata }) => `${name} ${ttlSeconds} ${type} ${rdata}`);
  const more = records.length > shownRecords ? ` and ${records.length - shownRecords} more` : '';
  return makeProblem(omittedBy[cause], { ...askedOf(facts), records: `${list.join('; ')}${more}` });
};

const askedOf = ({ zone, server, keyName, largerZone }: ExplainFacts) => ({
  zone,
  server,
  key: keyName,
  ...(largerZone === undefined ? {} : { largerZone }),
});

const explainers: Explainers = {
  reading: explainReading,
  claiming: explainClaiming,
  writing: explainWriting,
  alone: explainAlone,
  'read-back': explainReadBack,
};
