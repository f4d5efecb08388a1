/** How long it took after each fault until all was as it should be, by the kind of fault. */
export interface RepairTimes {
  readonly add: (kind: string, ms: number) => void;
  /** A line for each kind, and one for all. */
  readonly table: () => string;
}

export function repairTimes(): RepairTimes {
  const times = new Map<string, number[]>();
  return {
    add: (kind, ms) => void times.set(kind, [...(times.get(kind) ?? []), ms]),
    table: () => [...times, ['all', [...times.values()].flat()] as const].map(line).join('\n'),
  };
}

const line = ([kind, times]: readonly [string, readonly number[]]): string => {
  const sorted = times.toSorted((a, b) => a - b);
  const at = (share: number): string =>
    String(Math.round(sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN)).padStart(6);
  return `  ${kind.padEnd(64)} ${String(times.length).padStart(4)} times, ms p50 ${at(0.5)} p99 ${at(0.99)} worst ${at(1)}`;
};
