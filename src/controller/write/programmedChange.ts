import { isServiceSnapshot } from '../../model/originSnapshot.ts';
import type { BatchedChange } from './takeBatch.ts';
import type { WrittenSource } from './writtenSource.ts';

/** A change of a Service's endpoints that the name server has acknowledged. */
export type ProgrammedChange = {
  readonly serviceKind: 'cluster-ip' | 'headless';
  /** Since the endpoints changed, by the cluster's clock and then by ours. */
  readonly latencyMs: number;
};

/**
 * What of a change counts for the DNS programming latency (Kubernetes's SLI): nothing where the time of the
 * change is not told, or lies in the future, because the clocks differ or somebody made it up.
 *
 * @param timeMs now, since 1970
 */
export const programmedChange = (
  { waiting: { changedMs }, after }: BatchedChange,
  timeMs: number,
): ProgrammedChange | undefined => {
  const serviceKind = after.kind === 'territory' ? kindOf(after.source) : undefined;
  return serviceKind === undefined || changedMs === undefined || changedMs > timeMs
    ? undefined
    : { serviceKind, latencyMs: timeMs - changedMs };
};

const kindOf = (source: WrittenSource | undefined): ProgrammedChange['serviceKind'] | undefined => {
  const base = source?.kind === 'limited' ? source.base : source;
  const snapshot = base?.kind === 'computed' ? base.snapshot : undefined;
  const kind = snapshot !== undefined && isServiceSnapshot(snapshot) ? snapshot.service.kind : undefined;
  return kind === 'cluster-ip' || kind === 'headless' ? kind : undefined;
};
