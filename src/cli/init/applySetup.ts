import { chownSync, existsSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { EXIT_CODES } from '../../config/exitCodes.ts';
import type { Config } from '../../config/options.ts';
import type { CommandIo } from '../command.ts';
import { consent } from '../consent.ts';
import { configurationFailure, type Failure } from '../failure.ts';
import { zoneText } from './namedFiles.ts';
import { createRndc, rndcCalls, shellCommand } from './rndc.ts';
import { type Setup, zoneFileName } from './setup.ts';

/**
 * Adds the zones to the running named, after showing the commands. The key must be one that named knows: rndc
 * cannot add keys.
 */
export const applySetup = async (
  io: CommandIo,
  config: Config,
  { setup, newKey }: { readonly setup: Setup; readonly newKey: boolean },
  signal: AbortSignal,
): Promise<Failure | undefined> => {
  const [subtree] = setup.subtrees;
  if (subtree !== undefined) {
    return configurationFailure(
      `Cannot apply with --below: found zone "${subtree.largerZone}" that is somebody's already, needed the lines that init prints, in its block of named.conf`,
    );
  }
  if (newKey) {
    return configurationFailure(
      'Cannot apply: found no key that named knows, needed --key-file FILE of one that stands in named.conf (init --write makes one)',
    );
  }
  const rndc = createRndc(io, config.rndc);
  const calls = await rndcCalls(rndc, setup);
  for (const call of calls) io.out(`${shellCommand(config.rndc, call)}\n`);
  const refused = await consent(io, config, 'Run these commands?', signal);
  if (refused !== undefined) return refused;
  const unwritten = writeZoneFiles(io, setup);
  if (unwritten !== undefined) return unwritten;
  for (const [index, { zone, args }] of calls.entries()) {
    if (signal.aborted) {
      const line = `Stopped: ${index} of ${calls.length} commands were run`;
      return { kind: 'failure', line, exitCode: EXIT_CODES.stopped.code };
    }
    const { failed, said } = await rndc(args);
    if (!failed) continue;
    const line = `Cannot apply: rndc ${args[0]} ${zone} says "${said}"`;
    const fix = 'options { allow-new-zones yes; };  and the key in named.conf, then: rndc reconfig';
    return { kind: 'failure', line, fix, exitCode: EXIT_CODES.refused.code };
  }
  io.err(`${calls.length} zones are served now; next: k8s-bind check\n`);
  return undefined;
};

/** A zone file that is there stays: it may hold records. A new one belongs to whom its folder belongs to. */
const writeZoneFiles = ({ isRoot }: Pick<CommandIo, 'isRoot'>, setup: Setup): Failure | undefined => {
  for (const zone of setup.zones) {
    const file = join(setup.zoneFolder, zoneFileName(zone));
    if (existsSync(file)) continue;
    try {
      const { uid, gid } = statSync(setup.zoneFolder);
      writeFileSync(file, zoneText(setup, zone), { flag: 'wx', mode: 0o644 });
      if (isRoot) chownSync(file, uid, gid);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      return configurationFailure(
        `Cannot write "${file}": found ${code ?? String(error)}, needed a folder of named's that this user may write to`,
      );
    }
  }
  return undefined;
};
