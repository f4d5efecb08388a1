import type { ProblemKind, RecordProblem } from '../../records/serviceRecords.ts';
import type { Problem } from '../../telemetry/problem.ts';
import { makeProblem } from '../../telemetry/problems.ts';

/** Of what is published all the same; everything else is left out. */
const codes = {
  'cluster-only-target': 'clusterOnlyTarget',
  'wider-wildcard': 'widerWildcard',
  'shadowed-wildcard': 'shadowedWildcard',
} as const satisfies Partial<Record<ProblemKind, string>>;

type Coded = keyof typeof codes;

const isCoded = (kind: ProblemKind): kind is Coded => Object.hasOwn(codes, kind);

/** What is wrong with a record of an object, by its row in the table of problems. */
export const recordProblem = ({ kind, message }: RecordProblem): Problem =>
  makeProblem(isCoded(kind) ? codes[kind] : 'unpublishable', { reason: message });
