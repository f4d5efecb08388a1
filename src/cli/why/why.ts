import { EXIT_CODES } from '../../config/exitCodes.ts';
import type { Config } from '../../config/options.ts';
import type { Explanation } from '../../why/explanation.ts';
import type { Command, CommandIo } from '../command.ts';
import { configurationFailure, type Failure, fail } from '../failure.ts';
import { formatOutput } from '../formatOutput.ts';
import { askDaemon } from '../status/askDaemon.ts';
import { explainHere } from './explainHere.ts';
import { whyText } from './whyText.ts';

/**
 * `k8s-bind why NAME [TYPE]`: why a name is answered as it is. The running daemon is asked where `--listen`
 * says where it is; where none answers, or none is named, it is found out from here as `plan` does it.
 */
export const why: Command = async (io, config, signal) => {
  const found = await explain(io, config, signal);
  if ('exitCode' in found) return fail(io, found);
  io.out(formatOutput(config.output, found, () => whyText(found)));
  return found.isWell ? EXIT_CODES.ok.code : EXIT_CODES.faults.code;
};

const explain = async (
  io: CommandIo,
  config: Config,
  signal: AbortSignal,
): Promise<Explanation | Failure> => {
  const isHere = config.zones.length > 0;
  if (config.listen === undefined && !isHere)
    return configurationFailure(
      'Cannot explain a name: found neither a daemon nor a zone, needed --listen ADDR:PORT of the daemon, or --zone NAME',
    );
  if (config.listen === undefined) return explainHere(io, config, signal);
  const asked = await explainThere(config, signal);
  if (asked.kind !== 'failure') return asked.explanation;
  if (!isHere || asked.exitCode !== EXIT_CODES.unreachable.code) return asked;
  io.err(`k8s-bind: ${asked.line}; it is found out from here\n`);
  return explainHere(io, config, signal);
};

type Asked = { readonly kind: 'explained'; readonly explanation: Explanation } | Failure;

const explainThere = async (config: Config, signal: AbortSignal): Promise<Asked> => {
  const [name = '', type] = config.words;
  const query = new URLSearchParams({
    name,
    ...(type === undefined ? {} : { type }),
    ...(config.view === undefined ? {} : { view: config.view }),
  });
  const answer = await askDaemon(config, 'GET', `/v1/why?${query.toString()}`, signal);
  if (answer.kind === 'failure') return answer;
  if (answer.code === 200) return { kind: 'explained', explanation: answer.body as Explanation };
  return configurationFailure((answer.body as { readonly message: string }).message);
};
