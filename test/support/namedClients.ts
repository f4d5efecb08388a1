import { run } from './process.ts';
import { type ServerClients, type ServerTarget, serverClients } from './serverClients.ts';
import type { TsigKeyFile } from './tsigKey.ts';

/** BIND's own tools, pointed at one named. Each throws, with what the tool wrote, when the tool fails. */
export interface NamedClients extends ServerClients {
  readonly rndc: (...args: readonly string[]) => Promise<string>;
  /** rndc with all that it needs to reach this server. */
  readonly rndcCommand: readonly string[];
}

/** Where {@link namedClients} finds the server. */
export interface NamedTarget extends ServerTarget {
  readonly controlPort: number;
  readonly controlKey: TsigKeyFile;
}

export function namedClients(target: NamedTarget): NamedClients {
  const { controlKey, controlPort, commandPrefix = [] } = target;
  const control = ['rndc', '-s', '127.0.0.1', '-p', String(controlPort), '-k', controlKey.file];
  return {
    ...serverClients(target),
    rndcCommand: [...commandPrefix, ...control],
    rndc: (...args) => run([...commandPrefix, ...control, ...args]),
  };
}
