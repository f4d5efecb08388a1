import { globSync } from 'node:fs';
import { join } from 'node:path';
import type { ControlPlane } from './controlPlane.ts';
import { moduleFolder } from './goPrograms.ts';
import { run } from './process.ts';
import { waitFor } from './waitFor.ts';

/** Sets of custom resource definitions: files of a module that a go.mod of ours pins, in test/crds mostly. */
const sets = {
  /** The standard channel: every kind in v1, the older versions of some beside it. */
  'gateway-api': { module: 'sigs.k8s.io/gateway-api', files: 'config/crd/standard/gateway*.yaml' },
  /** The same kinds with more fields and more of their older versions. Never beside the standard channel. */
  'gateway-api-experimental': {
    module: 'sigs.k8s.io/gateway-api',
    files: 'config/crd/experimental/gateway*.yaml',
  },
  'external-dns': { module: 'sigs.k8s.io/external-dns', files: 'config/crd/standard/*.yaml' },
  'mcs-api': { module: 'sigs.k8s.io/mcs-api', files: 'config/crd/*.yaml' },
  contour: {
    module: 'github.com/projectcontour/contour',
    files: 'examples/contour/01-crds.yaml',
    pinnedIn: 'controllers/contour',
  },
} as const satisfies Readonly<Record<string, DefinitionSet>>;

interface DefinitionSet {
  readonly module: string;
  readonly files: string;
  readonly pinnedIn?: string;
}

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

/** Without the policy that guards an upgrade of the definitions. */
async function definitionFiles(name: CustomResourceSet): Promise<readonly string[]> {
  const { module, files, pinnedIn = 'crds' }: DefinitionSet = sets[name];
  const cwd = await downloadModule(module, pinnedIn);
  const found = globSync(files, { cwd }).filter((file) => !file.includes('_vap_'));
  return found.sort().map((file) => join(cwd, file));
}

/** Its read-only folder in Go's module cache. The version, and every octet, is what go.mod and go.sum say. */
async function downloadModule(module: string, pinnedIn: string): Promise<string> {
  const answer = await run(['go', 'mod', 'download', '-json', module], { cwd: moduleFolder(pinnedIn) });
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
