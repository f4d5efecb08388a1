import { resolve } from 'node:path';
import { fileKey } from '../../config/option.ts';
import { type Config, OPTIONS, type OptionName } from '../../config/options.ts';

/**
 * What was asked for on the command line, by its key in the configuration of the daemon: what `init` is given
 * counts for the daemon that it sets up. Without secrets, and without what `init` decides itself.
 */
export const furtherOptions = (
  { flags }: Pick<Config, 'flags'>,
  cwd: string,
): Readonly<Record<string, unknown>> =>
  Object.fromEntries(
    [...flags].flatMap(([name, raw]) => {
      const option = OPTIONS[name];
      const key = fileKey(option);
      if (key === undefined || decided.has(name) || 'secret' in option) return [];
      return [[key, 'path' in option && typeof raw === 'string' ? resolve(cwd, raw) : raw]];
    }),
  );

const decided: ReadonlySet<OptionName> = new Set<OptionName>([
  'zone',
  'below',
  'server',
  'keyFile',
  'tsigAlgorithm',
  'reverse',
  'lease',
  'master',
  'config',
  'logLevel',
  'logFormat',
]);
