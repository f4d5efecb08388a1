import { spawnSync } from 'node:child_process';
import { missingPackages, type Program } from './debianPackages.ts';

/** A project of vitest.config.ts, and what it needs of the machine. */
export interface Suite {
  readonly name: string;
  readonly programs: readonly Program[];
  /** Whether it needs the programs of controlPlaneBuild.ts. */
  readonly controlPlane: boolean;
  /** Whether some of its tests run against other primaries than the installed BIND too, where they are there. */
  readonly otherPrimaries: boolean;
  /** Whether it needs the programs of controllersBuild.ts too. */
  readonly controllers: boolean;
  /** Whether it needs the program of helmBuild.ts. */
  readonly helm: boolean;
  /** Whether it makes network namespaces. */
  readonly root: boolean;
  /** It runs only when it is asked for: `node test/run.ts package`. */
  readonly byNameOnly: boolean;
}

const bind = ['named', 'rndc', 'tsig-keygen', 'dig', 'nsupdate', 'openssl'] as const;
const packaging = [
  'debootstrap',
  'systemd-nspawn',
  'lintian',
  'ip',
  'mandoc',
  'promtool',
  'podman',
  'runc',
  'qemu-aarch64-static',
  'zsh',
  'fish',
  'x86_64-linux-gnu-strip',
  'aarch64-linux-gnu-strip',
] as const;
const pure = {
  programs: [],
  controlPlane: false,
  controllers: false,
  helm: false,
  otherPrimaries: false,
  root: false,
  byNameOnly: false,
};
const inCluster = { ...pure, programs: bind, controlPlane: true };

/** In the order in which they run: the control plane and the controllers are built while the first seven do. */
export const suites: readonly Suite[] = [
  { ...pure, name: 'unit' },
  { ...pure, name: 'golden' },
  { ...pure, name: 'property' },
  { ...pure, name: 'fuzz' },
  { ...pure, name: 'model', programs: ['spin', 'gcc', 'libc6-dev'] },
  { ...pure, name: 'simulation' },
  { ...pure, name: 'bind', programs: [...bind, 'krb5kdc', 'kadmin.local'], otherPrimaries: true },
  { ...pure, name: 'hostile', programs: bind },
  { ...inCluster, name: 'page', programs: [...bind, 'chromium'] },
  { ...inCluster, name: 'cluster', controllers: true },
  { ...inCluster, name: 'chaos', programs: [...bind, 'kdig'] },
  { ...inCluster, name: 'outages', programs: [...bind, 'ip', 'nft', 'curl'], root: true },
  { ...inCluster, name: 'lan', programs: [...bind, 'ip', 'nft', 'nginx', 'haproxy', 'curl'], root: true },
  {
    ...inCluster,
    name: 'package',
    programs: [...bind, ...packaging],
    helm: true,
    root: true,
    byNameOnly: true,
  },
];

/** Why a suite cannot run here and what to do about it, or undefined when it can. */
export function whatSuiteLacks({ programs, root }: Suite): string | undefined {
  const packages = missingPackages(programs);
  if (packages.length > 0) return `install ${packages.join(' ')} (apt-get install, as root)`;
  return root && !canMakeNamespaces()
    ? 'run it as root where network namespaces are allowed (CAP_SYS_ADMIN), it makes some'
    : undefined;
}

function canMakeNamespaces(): boolean {
  return spawnSync('unshare', ['--net', '--mount', 'true'], { stdio: 'ignore' }).status === 0;
}
