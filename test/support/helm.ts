import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { helmPrograms } from './helmBuild.ts';
import { run } from './process.ts';
import { temporaryFolder } from './temporaryFolder.ts';

export const chart = join(import.meta.dirname, '../../config/helm/k8s-bind');

/** What an API object has for everyone. */
export interface ChartObject {
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string };
  readonly [field: string]: unknown;
}

/** Runs helm without anything that this machine's user has of it. */
export async function helm(...args: readonly string[]): Promise<string> {
  await using home = await temporaryFolder('helm');
  const env = {
    HOME: home.path,
    HELM_CACHE_HOME: home.path,
    HELM_CONFIG_HOME: home.path,
    HELM_DATA_HOME: home.path,
  };
  return run([helmPrograms.program('helm'), ...args], { env });
}

/** The chart filled in, as text. */
export const templateText = (...settings: readonly string[]): Promise<string> =>
  helm(
    'template',
    'k8s-bind',
    chart,
    '--namespace',
    'dns',
    ...settings.flatMap((setting) => ['--set', setting]),
  );

/** The chart filled in. */
export async function template(...settings: readonly string[]): Promise<readonly ChartObject[]> {
  const documents = parseAllDocuments(await templateText(...settings)).flat();
  return documents.map((document) => document.toJS() as ChartObject | null).filter((one) => one !== null);
}

/** What one needs to say at least. */
export const leastSettings = ['config.zone=k8s.example.', 'config.server=192.0.2.53'];
