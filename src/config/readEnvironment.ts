import { didYouMean } from './didYouMean.ts';
import { environmentName } from './option.ts';
import { OPTION_ROWS, type OptionName } from './options.ts';
import { splitList } from './readFlags.ts';
import { ConfigProblem, type Layer, type Setting } from './setting.ts';

const PREFIX = 'K8S_BIND_';

/**
 * Variables that Kubernetes puts into every pod for each Service of its namespace. A Service named `k8s-bind`
 * or `k8s-bind-…` makes some with our prefix: they are not ours, and no option may have such a name.
 */
export const SERVICE_LINK =
  /^K8S_BIND_(.*_)?(SERVICE_HOST|SERVICE_PORT(_.+)?|PORT(_\d+_(TCP|UDP|SCTP)(_.+)?)?)$/;

/** Reads `K8S_BIND_*`. Throws {@link ConfigProblem} for a variable that is none of ours. */
export const readEnvironment = (env: Readonly<Record<string, string | undefined>>): Layer => {
  const layer = new Map<OptionName, Setting>();
  for (const [name, text] of Object.entries(env)) {
    if (!name.startsWith(PREFIX) || text === undefined || SERVICE_LINK.test(name)) continue;
    const row = OPTION_ROWS.find(([, option]) => environmentName(option) === name) ?? unknownVariable(name);
    const raw = row[1].shape === 'list' ? splitList(text) : text;
    layer.set(row[0], { raw, source: { kind: 'environment', name } });
  }
  return layer;
};

const unknownVariable = (name: string): never => {
  const names = OPTION_ROWS.flatMap(([, option]) => environmentName(option) ?? []);
  throw new ConfigProblem(
    `Cannot use ${name}: found no option with this variable${didYouMean(name, names) || ', see --help'}`,
  );
};
