import type { Cidr } from '../../dns/cidr.ts';
import type { DomainName, RecordType } from '../../dns/rrset.ts';

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
  /** It was given as such: it is neither in a file nor to be made. */
  readonly isSecretGiven: boolean;
  /** named has the key by another file already, and takes none twice. */
  readonly isKeyKnown: boolean;
  /** Where named may write: its journals stand there. */
  readonly zoneFolder: string;
  /** Host of the name server, without brackets. */
  readonly server: string;
  /** The name server as `--server` has it. */
  readonly serverAddress: string;
  readonly reverse: readonly Cidr[];
  /** `NAMESPACE/NAME` of the Lease, where several instances are to agree. */
  readonly lease: string | undefined;
  /** What else was asked for, by its key in the configuration of the daemon. */
  readonly options: Readonly<Record<string, unknown>>;
};

export type SetupZone = {
  readonly name: DomainName;
  readonly kind: 'forward' | 'reverse';
  /** Of records that objects other than Services may ask for. */
  readonly types: readonly RecordType[];
};

export type SetupSubtree = {
  readonly name: DomainName;
  readonly largerZone: DomainName;
  /** What `--below` was. */
  readonly below: string;
  /** As in {@link SetupZone}. */
  readonly types: readonly RecordType[];
};

/** Without its dot, as named.conf has names. */
export const bare = (name: DomainName): string => name.replace(/\.$/, '');

/** The zone, or the part of one, that the names are in. */
export const firstName = ({ zones, subtrees }: Setup): DomainName =>
  zones.find(({ kind }) => kind === 'forward')?.name ?? subtrees[0]?.name ?? '';

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

/** What the unit starts the daemon with. */
export const CONFIG_FILE = '/etc/k8s-bind/k8s-bind.yaml';

/** How to go on where this program was not installed as it should be. */
export const INSTALL_FIX = 'see docs/install.md for what the Debian package does of this';
