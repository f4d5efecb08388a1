import type { CommandIo } from '../command.ts';
import { runTool } from '../runTool.ts';
import { zoneArgument } from './namedFiles.ts';
import { bare, type Setup } from './setup.ts';

/** One call of rndc. */
export type RndcCall = { readonly zone: string; readonly args: readonly string[] };

/**
 * Adds each zone, or changes it where BIND has it from an earlier addzone already. Needs `allow-new-zones
 * yes;`.
 */
export const rndcCalls = async (rndc: Rndc, setup: Setup): Promise<readonly RndcCall[]> => {
  const calls: RndcCall[] = [];
  for (const zone of setup.zones) {
    const name = bare(zone.name);
    const known = await rndc(['showzone', name]);
    calls.push({ zone: name, args: [known.failed ? 'addzone' : 'modzone', name, zoneArgument(setup, zone)] });
  }
  return calls;
};

export type RndcResult = { readonly failed: boolean; readonly said: string };

/** Runs rndc; without arguments of its own it finds its server and key by rndc.conf or rndc.key. */
export type Rndc = (args: readonly string[]) => Promise<RndcResult>;

/** @param command the program and what comes before its command, as one text: `rndc -p 9953` */
export const createRndc =
  ({ env }: Pick<CommandIo, 'env'>, command: string): Rndc =>
  async (args) => {
    const [file = 'rndc', ...before] = command.trim().split(/\s+/);
    const result = await runTool(file, [...before, ...args], { env });
    const said = `${result.stderr ?? ''}\n${result.stdout ?? ''}`.trim().split('\n')[0] ?? '';
    return { failed: result.failed, said: result.failed && said === '' ? (result.shortMessage ?? '') : said };
  };

export const shellCommand = (command: string, { args }: RndcCall): string =>
  [command, ...args.map((arg) => (/^[\w.-]+$/.test(arg) ? arg : `'${arg}'`))].join(' ');
