import type { Cidr } from '../../dns/cidr.ts';
import type { DomainName } from '../../dns/rrset.ts';

/** All that a first set-up is made from. */
export type Setup = {
  /** Those that named is to get. */
  readonly zones: readonly SetupZone[];
  /** Parts of zones that it has already (`--below`). */
  readonly subtrees: readonly SetupSubtree[];
  /** Without its dot: the name of the TSIG key. */
  readonly keyName: string;
  readonly algorithm: string;
  /** Base64. */
  readonly secret: string;
  readonly keyFile: string;
  /** Where named may write: its journals stand there. */
  readonly zoneFolder: string;
  /** Host of the name server, without brackets. */
  readonly server: string;
  /** The name server as `--server` has it. */
  readonly serverAddress: string;
  readonly reverse: readonly Cidr[];
};

export type SetupZone = { readonly name: DomainName; readonly kind: 'forward' | 'reverse' };

export type SetupSubtree = {
  readonly name: DomainName;
  readonly largerZone: DomainName;
  /** What `--below` was. */
  readonly below: string;
};

/** Without its dot, as named.conf has names. */
export const bare = (name: DomainName): string => name.replace(/\.$/, '');

export const zoneFileName = ({ name }: SetupZone): string =>
  `${bare(name).replaceAll(/[^a-z0-9._-]/g, '_')}.zone`;

/** One file of a set-up. */
export type SetupFile = {
  /** Within the folder of `--write`. */
  readonly name: string;
  /** Where it goes, and what for. */
  readonly about: string;
  readonly text: string;
  readonly secret?: true;
};
