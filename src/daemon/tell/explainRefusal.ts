import type { DesiredZone } from '../../controller/desired/desiredZone.ts';
import type { Refusal } from '../../controller/write/quarantine.ts';
import { longestRrset } from '../../controller/write/writtenSource.ts';
import { type ExplainFacts, explain } from '../../setup/explain.ts';
import type { Problem } from '../../telemetry/problem.ts';
import { makeProblem } from '../../telemetry/problems.ts';
import type { UnitKey } from '../../zone/unit.ts';
import { aboutUnit, unitText } from './aboutUnit.ts';

/** One zone as it is spoken of. */
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

/** That a unit is published in part. */
export const explainLimit = (unit: UnitKey, limit: number, { facts, desired }: SpokenZone): Problem =>
  makeProblem('recordLimit', {
    ...facts,
    task: `publish ${unitText(aboutUnit(desired, unit))}`,
    limit,
  });
