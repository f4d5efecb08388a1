import type { DesiredZone } from '../../controller/desired/desiredZone.ts';
import type { Refusal } from '../../controller/write/quarantine.ts';
import type { Allowance } from '../../controller/write/serverLimits.ts';
import { longestRrset } from '../../controller/write/writtenSource.ts';
import { type ExplainFacts, explain } from '../../setup/explain.ts';
import type { Problem } from '../../telemetry/problem.ts';
import { makeProblem } from '../../telemetry/problems.ts';
import type { UnitKey } from '../../zone/unit.ts';
import { aboutUnit, unitText } from './aboutUnit.ts';

/** What messages about one zone need to know of it. */
export type SpokenZone = { readonly facts: ExplainFacts; readonly desired: DesiredZone };

/** Why the name server does not take a unit that stands apart. */
export const explainRefusal = (unit: UnitKey, outcome: Refusal, { facts, desired }: SpokenZone): Problem =>
  outcome.kind === 'omitted'
    ? explain('read-back', outcome, facts)
    : explain('alone', outcome, {
        ...facts,
        unit: unitText(aboutUnit(desired, unit)),
        longestRrset: longestRrset({ desired }, unit),
      });

/** Explains that only a part of a unit is published. */
export const explainLimit = (unit: UnitKey, limit: number, { facts, desired }: SpokenZone): Problem =>
  makeProblem('recordLimit', {
    ...facts,
    task: `publish ${unitText(aboutUnit(desired, unit))}`,
    limit,
  });

const shownRrsets = 3;

/** That some RRsets of a unit are not published. */
export const explainRrsets = (
  unit: UnitKey,
  rrsets: readonly string[],
  { facts, desired }: SpokenZone,
): Problem =>
  makeProblem('partRefused', {
    ...facts,
    key: facts.keyName,
    task: `publish ${unitText(aboutUnit(desired, unit))}`,
    found: [
      rrsets.slice(0, shownRrsets).join(', '),
      ...(rrsets.length > shownRrsets ? [`and ${rrsets.length - shownRrsets} more`] : []),
    ].join(' '),
  });

/** What a unit is cut to, in words. */
export const explainAllowance = (unit: UnitKey, allowance: Allowance, spoken: SpokenZone): Problem => {
  const limits = [...allowance.values()].filter((records) => records > 0);
  if (limits.length > 0) return explainLimit(unit, Math.min(...limits), spoken);
  return explainRrsets(unit, [...allowance.keys()], spoken);
};
