import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { isJsonObject } from '../../store/jsonObject.ts';
import type { ConfigResult } from './clusterConfig.ts';
import { type KubeConfigData, mergeKubeConfigs } from './mergeKubeConfigs.ts';

/** Reads kubeconfig files. `context` is the one to use instead of the current one. */
export const readKubeConfig = async (
  paths: readonly string[],
  context: string | undefined,
): Promise<ConfigResult> => {
  const files: KubeConfigData[] = [];
  for (const path of paths) {
    const file = await readFileAt(path);
    if (typeof file === 'string') return { kind: 'problem', message: file };
    files.push(file);
  }
  return mergeKubeConfigs(files, context);
};

const readFileAt = async (path: string): Promise<KubeConfigData | string> => {
  try {
    // Loaded only when there is a kubeconfig: it takes a few milliseconds and megabytes.
    const { parseYaml } = await import('./parseYaml.ts');
    const parsed = parseYaml(await readFile(path, 'utf8'));
    if (parsed.kind === 'problem') return unreadable(path, parsed.found);
    // Empty, or nothing but comments: as kubectl has it, a file that says nothing.
    const json = parsed.value ?? {};
    if (!isJsonObject(json))
      return `Cannot read kubeconfig "${path}": it is no object, needed clusters, contexts and users`;
    return { path, json, folder: dirname(resolve(path)) };
  } catch (error) {
    return unreadable(path, error instanceof Error ? error.message.replaceAll(/\s+/g, ' ') : String(error));
  }
};

const unreadable = (path: string, found: string): string =>
  `Cannot read kubeconfig "${path}": ${found}, needed a file that kubectl can use`;
