import { EXIT_CODES } from '../../config/exitCodes.ts';
import { recordOptionsOf } from '../../setup/recordOptionsOf.ts';
import { resourcesOf } from '../../setup/resourcesOf.ts';
import type { Command } from '../command.ts';
import { fail } from '../failure.ts';
import { formatOutput } from '../formatOutput.ts';
import { packageText } from '../packageText.ts';
import { applySetup } from './applySetup.ts';
import { type ClusterNeeds, clusterFiles } from './clusterFiles.ts';
import { makeSetup } from './makeSetup.ts';
import { namedFiles } from './namedFiles.ts';
import type { SetupFile } from './setup.ts';
import { writeFiles } from './writeFiles.ts';

/**
 * `k8s-bind init`: everything for a first set-up, printed; with `--write` as files; with `--apply` the zones
 * go into the running named.
 */
export const init: Command = async (io, config, signal) => {
  const made = await makeSetup(config, io.env);
  if (made.kind === 'failure') return fail(io, made);
  const { setup, newKey } = made;
  if (config.apply) {
    const failure = await applySetup(io, config, { setup, newKey }, signal);
    return failure === undefined ? EXIT_CODES.ok.code : fail(io, failure);
  }
  const needs: ClusterNeeds = {
    identity: config.owner === undefined,
    lease: config.lease !== undefined,
    publishedCondition: config.publishedCondition,
    resources: resourcesOf(config.zones.map((zone) => recordOptionsOf(zone, []))),
  };
  const files = [...namedFiles(setup), ...clusterFiles(setup, needs, packageText('config/k8s-bind.service'))];
  if (config.write === undefined) {
    io.out(formatOutput(config.output, { files }, () => files.map(printed).join('\n')));
    return EXIT_CODES.ok.code;
  }
  const failure = writeFiles(config.write, files);
  if (failure !== undefined) return fail(io, failure);
  for (const { name, about } of files) io.out(`${config.write}/${name}: ${about}\n`);
  return EXIT_CODES.ok.code;
};

const printed = ({ name, about, text }: SetupFile): string => `##### ${name}: ${about}\n${text}`;
