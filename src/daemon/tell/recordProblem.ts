import type { RecordProblem } from '../../records/serviceRecords.ts';
import type { Problem } from '../../telemetry/problem.ts';
import { makeProblem } from '../../telemetry/problems.ts';

/** What is wrong with a record of an object, by its row in the table of problems. */
export const recordProblem = ({ kind, message }: RecordProblem): Problem =>
  makeProblem(kind === 'cluster-only-target' ? 'clusterOnlyTarget' : 'unpublishable', { reason: message });
