import { relative } from 'node:path';
import { EXIT_CODES } from '../../config/exitCodes.ts';
import { type Config, OPTIONS } from '../../config/options.ts';
import type { Command, CommandIo } from '../command.ts';
import { type BindPrograms, bindPrograms } from './bindPrograms.ts';
import { type DemoFolder, makeDemoFolder } from './demoFolder.ts';
import { demoManifests } from './demoManifests.ts';
import { startDemoNamed, whenNamedAnswers } from './demoNamed.ts';
import { type DemoFacts, nextSteps } from './demoQuestions.ts';
import { demoAddress, probePort } from './probePort.ts';
import { runDemoDaemon } from './runDemoDaemon.ts';
import { createDig, showAnswers } from './showAnswers.ts';

/**
 * `k8s-bind demo`: a private BIND, the daemon on the demo manifests, and the answers of dig; until stopped,
 * and then nothing is left.
 */
export const demo: Command = async (io, config, signal) => {
  const busy = await probePort(config.port);
  if (busy !== undefined) {
    const usual = Number(OPTIONS.port.fallback);
    const other = `npm run demo -- --port ${config.port === usual ? usual + 1 : usual}`;
    return fail(io, `Cannot start the demo on port "${config.port}": ${busy}, needed a free one (${other})`);
  }
  const zone = config.zone ?? 'k8s.example.';
  const programs = await bindPrograms(io, signal);
  if (signal.aborted) return EXIT_CODES.ok.code;
  if (programs.kind === 'missing') return fail(io, programs.line);
  const folder = makeDemoFolder({ zone, port: config.port, named: programs.named });
  // For an exit that does not come back here: a second Ctrl-C.
  const forget = io.atExit(folder.remove);
  try {
    const facts = factsOf(io, config, { zone, folder: folder.path });
    return await withNamed(io, config, { facts, folder, programs, signal });
  } finally {
    folder.remove();
    forget();
  }
};

type Running = {
  readonly facts: DemoFacts;
  readonly folder: DemoFolder;
  readonly programs: Extract<BindPrograms, { kind: 'found' }>;
  readonly signal: AbortSignal;
};

const withNamed = async (io: CommandIo, config: Config, running: Running): Promise<number> => {
  const { facts, folder, programs, signal } = running;
  const named = startDemoNamed(folder, io.env);
  const forget = io.atExit(named.kill);
  try {
    const dig = createDig(programs.dig, facts.port, io.env);
    const problem = await whenNamedAnswers(named, () => dig(facts.zone, 'SOA'), signal);
    if (problem !== undefined) return fail(io, `Cannot start named: ${problem}`);
    io.out(
      `BIND answers for ${facts.zone} at ${demoAddress}, port ${facts.port}; Services come from ${facts.manifests}\n`,
    );
    const onReady = async (): Promise<void> => {
      await showAnswers(io, dig, facts);
      io.out(nextSteps(facts));
    };
    return await runDemoDaemon(io, demoConfig(config, facts, folder), { signal, onReady });
  } finally {
    await named.stop();
    forget();
  }
};

const fail = (io: CommandIo, line: string): number => {
  io.err(`k8s-bind: ${line}\n`);
  return EXIT_CODES.configuration.code;
};

const factsOf = (
  { cwd }: Pick<CommandIo, 'cwd'>,
  { port, manifests }: Config,
  { zone, folder }: { readonly zone: string; readonly folder: string },
): DemoFacts => ({
  zone,
  port,
  manifests: manifests ?? shortPath(cwd, demoManifests(folder)),
  own: manifests === undefined,
});

/** As one would type it. */
const shortPath = (cwd: string, path: string): string => {
  const shown = relative(cwd, path);
  if (shown === '') return '.';
  return shown.startsWith('..') ? path : shown;
};

/** The daemon's arguments. The owner is fixed: by default it would be kept in a file beside the manifests. */
const demoConfig = (config: Config, facts: DemoFacts, folder: DemoFolder): Config => {
  const zone = {
    ...config,
    zone: facts.zone,
    server: { host: demoAddress, port: facts.port, transport: 'tcp' } as const,
    keyFile: folder.keyFile,
    transferKeyFile: undefined,
    tsigSecret: undefined,
    tsigKeyName: undefined,
  };
  return { ...zone, manifests: facts.manifests, owner: config.owner ?? 'demo', zones: [zone] };
};
