import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { goPrograms, moduleFolder } from './goPrograms.ts';

/**
 * Without a version stamped in, Kubernetes calls itself v0.0.0-master and switches its version checks off.
 */
function stamps(): string {
  const modules = readFileSync(join(moduleFolder('controlplane'), 'go.mod'), 'utf8');
  const [, version, major, minor] = /k8s\.io\/kubernetes (v(\d+)\.(\d+)\S*)/.exec(modules) ?? [];
  const symbols = { gitVersion: version, gitMajor: major, gitMinor: minor };
  return Object.entries(symbols)
    .map(([name, value]) => `-X k8s.io/component-base/version.${name}=${value}`)
    .join(' ');
}

/** The programs of a Kubernetes control plane: about ten minutes on two cores with cold caches. */
export const controlPlanePrograms = goPrograms({
  name: 'controlplane',
  packages: {
    etcd: 'go.etcd.io/etcd/server/v3',
    'kube-apiserver': 'k8s.io/kubernetes/cmd/kube-apiserver',
    'kube-controller-manager': 'k8s.io/kubernetes/cmd/kube-controller-manager',
    kubectl: 'k8s.io/kubernetes/cmd/kubectl',
  },
  buildFlags: ['-mod=readonly', '-buildvcs=false', '-trimpath', `-ldflags=-s -w ${stamps()}`],
  script: fileURLToPath(import.meta.url),
});

if (import.meta.main) await controlPlanePrograms.buildByName(process.argv[2]);
