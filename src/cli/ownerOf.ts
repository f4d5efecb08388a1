import { EXIT_CODES } from '../config/exitCodes.ts';
import type { Config } from '../config/options.ts';
import { keptOwnerId } from '../manifests/ownerId.ts';
import type { OpenedSource } from '../setup/openSource.ts';
import { configurationFailure, type Failure } from './failure.ts';

/**
 * Who a daemon with this configuration would be. `isNew`: nobody has started with these manifests, so no
 * owner id is kept beside them.
 */
export type KnownOwner = { readonly kind: 'owner'; readonly owner: string; readonly isNew: boolean };

const deadlineMs = 15_000;

/** Looks up the owner id without making one: a command that only looks leaves no file behind. */
export const ownerOf = async (
  config: Config,
  opened: OpenedSource,
  signal: AbortSignal,
): Promise<KnownOwner | Failure> => {
  if (config.owner !== undefined) return { kind: 'owner', owner: config.owner, isNew: false };
  if (config.manifests !== undefined) {
    const kept = await keptOwnerId(config.manifests);
    return { kind: 'owner', owner: kept ?? '(new)', isNew: kept === undefined };
  }
  const soon = AbortSignal.any([signal, AbortSignal.timeout(Math.min(deadlineMs, config.timeoutMs / 2))]);
  const result = await opened.owner(soon);
  if (result.kind === 'owner') return { ...result, isNew: false };
  if (!soon.aborted) return configurationFailure(result.message);
  const line = `Cannot read the identity of the cluster from ${opened.description}: found no answer in time, needed one, or --owner ID`;
  return { kind: 'failure', line, exitCode: EXIT_CODES.unreachable.code };
};
