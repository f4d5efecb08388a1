import { existsSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { toolPath } from './process.ts';

/** The programs that the suites run, and the Debian package that each is in. */
const packageOf = {
  named: 'bind9',
  rndc: 'bind9-utils',
  'tsig-keygen': 'bind9-utils',
  dig: 'bind9-dnsutils',
  nsupdate: 'bind9-dnsutils',
  openssl: 'openssl',
  kdig: 'knot-dnsutils',
  knotd: 'knot',
  pdns_server: 'pdns-server',
  pdnsutil: 'pdns-server',
  nsd: 'nsd',
  dnsperf: 'dnsperf',
  spin: 'spin',
  gcc: 'gcc',
  ip: 'iproute2',
  nft: 'nftables',
  nginx: 'nginx-light',
  haproxy: 'haproxy',
  curl: 'curl',
  krb5kdc: 'krb5-kdc',
  'kadmin.local': 'krb5-admin-server',
  chromium: 'chromium',
  debootstrap: 'debootstrap',
  'systemd-nspawn': 'systemd-container',
  lintian: 'lintian',
  mandoc: 'mandoc',
  promtool: 'prometheus',
  podman: 'podman',
  runc: 'runc',
  'qemu-aarch64-static': 'qemu-user-static',
  zsh: 'zsh',
  fish: 'fish',
  'x86_64-linux-gnu-strip': 'binutils',
  'aarch64-linux-gnu-strip': 'binutils-aarch64-linux-gnu',
} as const;

/** What is no program, by the file that shows that they are there. */
const fileOf = {
  'pdns-backend-sqlite3': '/usr/share/pdns-backend-sqlite3/schema/schema.sqlite3.sql',
  'libc6-dev': '/usr/include/stdio.h',
} as const;

export type Program = keyof typeof packageOf | keyof typeof fileOf;

export const allPrograms = [...Object.keys(packageOf), ...Object.keys(fileOf)] as readonly Program[];

/** The packages that bring what is missing of these programs, without them all programs. */
export function missingPackages(programs = allPrograms): readonly string[] {
  const missing = programs.filter((program) => !isThere(program));
  return [...new Set(missing.map((program) => (isFile(program) ? program : packageOf[program])))].sort();
}

const isFile = (program: Program): program is keyof typeof fileOf => Object.hasOwn(fileOf, program);

const isThere = (program: Program): boolean =>
  isFile(program) ? existsSync(fileOf[program]) : isProgram(program);

export function isProgram(name: string): boolean {
  return toolPath.split(':').some((folder) => existsSync(join(folder, name)));
}

/** Needs root. The servers among the packages stay down: the tests start their own. */
export async function installPackages(packages: readonly string[]): Promise<void> {
  await withoutServices(async () => {
    await apt(['update']);
    await apt(['install', '--yes', '--no-install-recommends', ...packages]);
  });
}

async function apt(args: readonly string[]): Promise<void> {
  const env = { DEBIAN_FRONTEND: 'noninteractive' };
  await execa('apt-get', args, { env, stdin: 'ignore', stdout: 'ignore', stderr: 'inherit' });
}

/** Debian asks this program whether a package that was installed may start its service (101: it may not). */
async function withoutServices(install: () => Promise<void>): Promise<void> {
  const policy = '/usr/sbin/policy-rc.d';
  if (existsSync(policy)) return install();
  await writeFile(policy, '#!/bin/sh\nexit 101\n', { mode: 0o755 });
  try {
    await install();
  } finally {
    await rm(policy);
  }
}
