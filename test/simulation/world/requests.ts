import type { OracleRrset } from './joinRrsets.ts';

/** What one object asks for outside the territory, at one name and the names of ports below it. */
export type Request = {
  readonly who: Requester;
  readonly base: string;
  /** Empty while it has nothing to publish. */
  readonly rrsets: readonly OracleRrset[];
};

export type Requester = {
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  readonly created: string;
  /** It stands alone at a name (RFC 1034 §3.6.2). */
  readonly isAlias: boolean;
};
