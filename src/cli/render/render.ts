import { EXIT_CODES } from '../../config/exitCodes.ts';
import type { Config } from '../../config/options.ts';
import type { RenderOutcome } from '../../render/fileRenderer.ts';
import { contentOptionsOf } from '../../setup/contentOptionsOf.ts';
import { openRendering } from '../../setup/openRendering.ts';
import type { Command, CommandIo } from '../command.ts';
import { configurationFailure, fail } from '../failure.ts';
import { readServices } from '../readServices.ts';
import { followTemplates } from './followTemplates.ts';

/** `k8s-bind render`: files by templates, without a name server; with `--once` just once. */
export const render: Command = async (io, config, signal) => {
  const all = withFlags(config);
  if (all.render.length === 0) {
    const line =
      'Cannot render: found no template, needed --template FILE --output FILE, or render: in the file of --config';
    return fail(io, configurationFailure(line));
  }
  return config.once ? renderOnce(io, all, signal) : followTemplates(io, all, signal);
};

/** What stands in flags goes before what the file has. */
const withFlags = (config: Config): Config => {
  const { renderTemplate: template, renderOutput: output, renderCheck: check, renderReload: reload } = config;
  if (template === undefined || output === undefined) return config;
  return { ...config, render: [{ template, output, check, reload }] };
};

const renderOnce = async (io: CommandIo, config: Config, signal: AbortSignal): Promise<number> => {
  const zones = contentOptionsOf(config);
  const services = await readServices(
    io,
    config,
    zones.map(({ records }) => records),
    signal,
  );
  if (services.kind === 'failure') return fail(io, services);
  await services.stop();
  const { store } = services.opened.source;
  const { renderers } = await openRendering(store, io.env, { entries: config.render, zones });
  let exitCode: number = EXIT_CODES.ok.code;
  for (const renderer of renderers) {
    io.doing(() => ({ found: `"${renderer.output}" in the making` }));
    const outcome = await renderer.render(signal);
    if (outcome.kind === 'failed') io.err(`k8s-bind: ${outcome.line}\n`);
    else io.out(`${outcome.kind} ${renderer.output}\n`);
    exitCode = Math.max(exitCode, exitCodeOf(outcome));
  }
  return exitCode;
};

const exitCodeOf = (outcome: RenderOutcome): number => {
  if (outcome.kind !== 'failed') return EXIT_CODES.ok.code;
  const isOfCommand = outcome.at === 'check' || outcome.at === 'reload';
  return isOfCommand ? EXIT_CODES.refused.code : EXIT_CODES.configuration.code;
};
