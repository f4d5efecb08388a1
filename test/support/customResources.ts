import { globSync } from 'node:fs';
import { join } from 'node:path';
import type { ControlPlane } from './controlPlane.ts';
import { moduleFolder } from './goPrograms.ts';
import { run } from './process.ts';
import { waitFor } from './waitFor.ts';

/** Sets of custom resource definitions, each a folder of a module that test/crds pins. */
const sets = {
  /** The standard channel: every kind in v1, the older versions of some beside it. */
  'gateway-api': { module: 'sigs.k8s.io/gateway-api', folder: 'config/crd/standard' },
  /** The same kinds with more fields and more of their older versions. Never beside the standard channel. */
  'gateway-api-experimental': { module: 'sigs.k8s.io/gateway-api', folder: 'config/crd/experimental' },
  'external-dns': { module: 'sigs.k8s.io/external-dns', folder: 'config/crd/standard' },
  'mcs-api': { module: 'sigs.k8s.io/mcs-api', folder: 'config/crd' },
} as const;

export type CustomResourceSet = keyof typeof sets;

/** One kind that the API server serves beside its own, with the versions that it serves it in. */
export interface CustomResource {
  readonly group: string;
  readonly plural: string;
  readonly versions: readonly string[];
}

/**
 * Installs the definitions by server-side apply, and returns when every kind of theirs can be listed. They
 * come out of Go's module cache, where the first call puts them (two megabytes).
 */
export async function installCustomResources(
  cluster: ControlPlane,
  ...names: readonly CustomResourceSet[]
): Promise<readonly CustomResource[]> {
  const files = (await Promise.all(names.map(definitionFiles))).flat();
  await cluster.kubectl('apply', '--server-side', ...files.map((file) => `--filename=${file}`));
  await cluster.kubectl('wait', '--for=condition=Established', '--timeout=60s', 'crd', '--all');
  const resources = await customResources(cluster);
  for (const { group, plural, versions } of resources)
    for (const version of versions) {
      const path = `/apis/${group}/${version}/${plural}?limit=1`;
      await waitFor(`${path} is served`, () => cluster.api('GET', path));
    }
  return resources;
}

/** Without kustomization.yaml, and without the policy that guards an upgrade of the definitions. */
async function definitionFiles(name: CustomResourceSet): Promise<readonly string[]> {
  const { module, folder } = sets[name];
  const cwd = join(await downloadModule(module), folder);
  const files = globSync('*.yaml', { cwd }).filter((file) => !/^kustomization|_vap_/.test(file));
  return files.sort().map((file) => join(cwd, file));
}

/** Its read-only folder in Go's module cache. The version, and every octet, is what go.mod and go.sum say. */
async function downloadModule(module: string): Promise<string> {
  const answer = await run(['go', 'mod', 'download', '-json', module], { cwd: moduleFolder('crds') });
  return (JSON.parse(answer) as { readonly Dir: string }).Dir;
}

interface Definition {
  readonly spec: {
    readonly group: string;
    readonly names: { readonly plural: string };
    readonly versions: readonly { readonly name: string; readonly served: boolean }[];
  };
}

async function customResources({ api }: ControlPlane): Promise<readonly CustomResource[]> {
  const path = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';
  const { items } = await api<{ readonly items: readonly Definition[] }>('GET', path);
  return items.map(({ spec: { group, names, versions } }) => ({
    group,
    plural: names.plural,
    versions: versions.filter(({ served }) => served).map(({ name }) => name),
  }));
}
