import type { ServerClients } from '../serverClients.ts';
import type { TsigAlgorithm, TsigKeyFile } from '../tsigKey.ts';

/** A zone that a {@link Primary} starts with. */
export interface PrimaryZone {
  /** With its closing dot or without. */
  readonly name: string;
  /** The zone file; without it, a zone with nothing but SOA, NS and the name server's address. */
  readonly text?: string;
}

/** An RRset as a person writes it; without any RDATA it is deleted. */
export interface HandWritten {
  /** With its closing dot. */
  readonly name: string;
  readonly type: string;
  readonly ttlSeconds: number;
  readonly rdatas: readonly string[];
}

/**
 * A private name server of any make that takes updates, in a temporary folder, on a free port of 127.0.0.1.
 * Its keys are `k8s-bind` and `secondary`, with the rights that docs/primaries.md gives them, and `hand`, that
 * of another administrator, who may change anything.
 */
export interface Primary extends ServerClients, AsyncDisposable {
  readonly folder: string;
  readonly address: string;
  readonly port: number;
  /** Without a name, `k8s-bind`. The file has mode 0600. */
  readonly key: (name?: PrimaryKey) => TsigKeyFile;
  /** Returns when every zone answers. */
  readonly start: () => Promise<void>;
  readonly stop: () => Promise<void>;
  readonly restart: () => Promise<void>;
  /** What a person does with the server's own tools instead of an UPDATE, with a new serial. */
  readonly edit: (zone: string, rrset: HandWritten) => Promise<void>;
  /** What the zone holds now, kept beside the server as its administrator would keep it. */
  readonly backUp: (zone: string) => Promise<Backup>;
  readonly logs: () => string;
}

export type PrimaryKey = 'k8s-bind' | 'secondary' | 'hand';

/** The state of a zone at some time. */
export interface Backup {
  /** Puts it back in place of what the zone holds now, serial and all. Returns when every zone answers. */
  readonly restore: () => Promise<void>;
}

/** A make of name server. */
export interface PrimaryKind {
  readonly name: 'BIND 9.18' | 'BIND 9.20' | 'Knot DNS' | 'PowerDNS';
  /** What is to be done before it can be started here, or undefined when nothing is. */
  readonly lacks: () => string | undefined;
  readonly start: (zones: readonly PrimaryZone[], options?: PrimaryOptions) => Promise<Primary>;
}

/** What differs from docs/primaries.md; nothing, without it. */
export interface PrimaryOptions {
  /** Of the key `k8s-bind`. */
  readonly algorithm?: TsigAlgorithm;
  /** A type that the key `k8s-bind` may not write. */
  readonly withoutType?: string;
  /** The server signs its zones (DNSSEC). */
  readonly signed?: boolean;
  /** Where the secondary is, on 127.0.0.1; without it, nobody is there. */
  readonly secondaryPort?: number;
}
