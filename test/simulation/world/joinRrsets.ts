export type OracleRrset = {
  readonly name: string;
  readonly type: string;
  readonly ttlSeconds: number;
  readonly rdatas: readonly string[];
};

export const unique = (texts: readonly string[]): readonly string[] => [...new Set(texts)];

/** RRsets of one name and type are one: every record of any, and the smallest TTL. */
export const joinRrsets = (rrsets: readonly OracleRrset[]): OracleRrset[] => {
  const byKey = new Map<string, OracleRrset>();
  for (const rrset of rrsets) {
    const key = `${rrset.name} ${rrset.type}`;
    const before = byKey.get(key);
    byKey.set(
      key,
      before === undefined
        ? rrset
        : {
            ...before,
            ttlSeconds: Math.min(before.ttlSeconds, rrset.ttlSeconds),
            rdatas: unique([...before.rdatas, ...rrset.rdatas]),
          },
    );
  }
  return [...byKey.values()];
};
