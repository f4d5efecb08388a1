import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';

/** The programs of a Kubernetes control plane, by the packages that `test/controlplane/go.mod` pins. */
const packages = {
  etcd: 'go.etcd.io/etcd/server/v3',
  'kube-apiserver': 'k8s.io/kubernetes/cmd/kube-apiserver',
  'kube-controller-manager': 'k8s.io/kubernetes/cmd/kube-controller-manager',
  kubectl: 'k8s.io/kubernetes/cmd/kubectl',
} as const;

export type ControlPlaneProgram = keyof typeof packages;

const module = fileURLToPath(new URL('../controlplane', import.meta.url));

/**
 * Where a program is, whether it is built or not: outside the checkout, in a folder of its own for each state of
 * go.sum, so that every checkout of the same state shares one build.
 */
export function controlPlaneProgram(program: ControlPlaneProgram): string {
  return join(controlPlaneFolder(), program);
}

export function isControlPlaneBuilt(): boolean {
  return existsSync(controlPlaneFolder());
}

/**
 * Builds the programs unless they are there, which takes about ten minutes on two cores with cold caches and needs Go.
 * Two builds at the same time become one: the second waits for the first. The folder appears only when it is complete.
 */
export async function buildControlPlane(signal?: AbortSignal): Promise<void> {
  if (isControlPlaneBuilt()) return;
  await mkdir(cacheFolder(), { recursive: true });
  // flock gives its lock up when it ends in whatever way, so a build that was killed never blocks the next one.
  const command = [process.execPath, fileURLToPath(import.meta.url), 'locked'];
  await execa('flock', ['--no-fork', `${controlPlaneFolder()}.lock`, 'nice', ...command], {
    ...(signal && { cancelSignal: signal }),
    stdin: 'ignore',
    stdout: 'inherit',
    stderr: 'inherit',
  });
}

async function buildLocked(): Promise<void> {
  if (isControlPlaneBuilt()) return;
  const folder = `${controlPlaneFolder()}.partial`;
  await rm(folder, { recursive: true, force: true });
  for (const [program, path] of Object.entries(packages)) {
    const startedAt = performance.now();
    await execa('go', ['build', ...buildFlags(), '-o', join(folder, program), path], {
      cwd: module,
      env: { CGO_ENABLED: '0' },
      stdin: 'ignore',
      stderr: 'inherit',
    });
    console.log(`built ${program} in ${Math.round((performance.now() - startedAt) / 1000)} s`);
  }
  await rename(folder, controlPlaneFolder());
}

/** Without a version stamped in, Kubernetes calls itself v0.0.0-master and switches its version checks off. */
function buildFlags(): readonly string[] {
  const modules = readFileSync(join(module, 'go.mod'), 'utf8');
  const [, version, major, minor] = /k8s\.io\/kubernetes (v(\d+)\.(\d+)\S*)/.exec(modules) ?? [];
  const symbols = { gitVersion: version, gitMajor: major, gitMinor: minor };
  const stamps = Object.entries(symbols).map(
    ([name, value]) => `-X k8s.io/component-base/version.${name}=${value}`,
  );
  return ['-mod=readonly', '-buildvcs=false', '-trimpath', `-ldflags=-s -w ${stamps.join(' ')}`];
}

function cacheFolder(): string {
  return join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'k8s-bind');
}

function controlPlaneFolder(): string {
  const recipe = createHash('sha256').update(readFileSync(join(module, 'go.sum')));
  return join(
    cacheFolder(),
    `controlplane-${recipe.update(buildFlags().join(' ')).digest('hex').slice(0, 16)}`,
  );
}

if (import.meta.main) {
  await (process.argv[2] === 'locked' ? buildLocked() : buildControlPlane());
  console.log(`Kubernetes' control plane is in ${controlPlaneFolder()}`);
}
