import { EXIT_CODES } from '../../config/exitCodes.ts';
import type { Config } from '../../config/options.ts';
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
import { setupScript } from './setupScript.ts';
import { commandsOf } from './setupStep.ts';
import { setupSteps } from './setupSteps.ts';
import { writeFiles } from './writeFiles.ts';

/**
 * `k8s-bind init`: the commands of a first set-up, printed; with `--apply` they are run; with `--write` there
 * are files, to be put where they belong by hand.
 */
export const init: Command = async (io, config, signal) => {
  const made = await makeSetup(config, io);
  if (made.kind === 'failure') return fail(io, made);
  const { setup } = made;
  const needs = clusterNeeds(config);
  const unit = packageText('config/k8s-bind.service');
  const steps = setupSteps({ setup, needs, unit }, config);
  if (config.apply) {
    const failure = await applySetup(io, config, { setup, steps }, signal);
    return failure === undefined ? EXIT_CODES.ok.code : fail(io, failure);
  }
  if (config.write === undefined) {
    const shown = steps.map((step) => ({ title: step.title, commands: commandsOf(step) }));
    io.out(formatOutput(config.output, { steps: shown }, () => setupScript(steps)));
    return EXIT_CODES.ok.code;
  }
  const files = [...namedFiles(setup), ...clusterFiles(setup, needs, unit)];
  const failure = writeFiles(config.write, files);
  if (failure !== undefined) return fail(io, failure);
  for (const { name, about } of files) io.out(`${config.write}/${name}: ${about}\n`);
  return EXIT_CODES.ok.code;
};

const clusterNeeds = (config: Config): ClusterNeeds => ({
  identity: config.owner === undefined,
  lease: config.lease !== undefined,
  publishedCondition: config.publishedCondition,
  resources: resourcesOf(config.zones.map((zone) => recordOptionsOf(zone, []))),
});
