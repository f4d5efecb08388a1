import { EXIT_CODES } from '../config/exitCodes.ts';
import type { Config } from '../config/options.ts';
import type { RecordOptions } from '../records/recordOptions.ts';
import { type OpenedSource, openSource } from '../setup/openSource.ts';
import type { SourceEvent } from '../store/objectSource.ts';
import type { CommandIo } from './command.ts';
import type { Failure } from './failure.ts';

export type ReadServices =
  | {
      readonly kind: 'read';
      readonly opened: OpenedSource;
      /** Ends the reading; the store keeps what it has. */
      readonly stop: () => Promise<void>;
    }
  | Failure;

/** The part of the time that the API server may take to send everything once. */
const usualShare = 0.9;

/** Reads all Services once. Manifests that cannot be read are a failure at once; a cluster is waited for. */
export const readServices = async (
  io: Pick<CommandIo, 'err' | 'env' | 'input' | 'doing'>,
  config: Config,
  records: readonly RecordOptions[],
  signal: AbortSignal,
  share: number = usualShare,
): Promise<ReadServices> => {
  const stopping = new AbortController();
  const done = Promise.withResolvers<'synced' | 'broken' | 'late'>();
  let problem = '';
  let synced = false;
  const onEvent = (event: SourceEvent): void => {
    if (event.kind === 'object-problem') io.err(`k8s-bind: ${event.problem.message}\n`);
    if (event.kind !== 'source-problem' && event.kind !== 'feed-problem') return;
    problem = event.message;
    if (config.manifests === undefined) return;
    // All files were read, and something in them was not understood.
    if (synced) io.err(`k8s-bind: ${problem}\n`);
    else done.resolve('broken');
  };
  const onSynced = (): void => {
    synced = true;
    done.resolve('synced');
  };
  const opened = await openSource({ onEvent, host: io, signal }, config, records);
  opened.source.store.subscribe({ onSynced });
  const fault = await opened.fault(signal);
  if (fault !== undefined) {
    opened.close();
    return { kind: 'failure', line: fault, exitCode: EXIT_CODES.configuration.code };
  }
  io.doing(() => ({ found: `no complete list of the Services of ${opened.description}` }));
  const deadlineMs = config.timeoutMs * share;
  const late = setTimeout(() => done.resolve('late'), deadlineMs);
  const stopped = (): void => done.resolve('late');
  signal.addEventListener('abort', stopped, { once: true });
  const reading = opened.source.start(AbortSignal.any([signal, stopping.signal]));
  const outcome = await done.promise;
  clearTimeout(late);
  signal.removeEventListener('abort', stopped);
  const stop = async (): Promise<void> => {
    stopping.abort();
    await reading;
    opened.close();
  };
  if (outcome === 'synced') return { kind: 'read', opened, stop };
  await stop();
  if (outcome === 'broken')
    return { kind: 'failure', line: problem, exitCode: EXIT_CODES.configuration.code };
  const found = problem === '' ? `no complete list within ${deadlineMs / 1000} s` : problem;
  const line = `Cannot read the Services of ${opened.description}: ${found}`;
  return { kind: 'failure', line, exitCode: EXIT_CODES.unreachable.code };
};
