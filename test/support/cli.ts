import { execa } from 'execa';
import { builtProgram } from './buildProgram.ts';
import { toolPath } from './process.ts';

export interface CliResult {
  readonly exitCode: number | undefined;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs one command of the program to its end, without a terminal, and never throws for its exit code. */
export async function runCli(
  args: readonly string[],
  options: { readonly input?: string; readonly cwd?: string; readonly env?: Record<string, string> } = {},
): Promise<CliResult> {
  const { input, cwd, env } = options;
  const result = await execa(process.execPath, [builtProgram, ...args], {
    reject: false,
    stripFinalNewline: false,
    env: { PATH: toolPath, NO_COLOR: '1', ...env },
    ...(cwd === undefined ? {} : { cwd }),
    ...(input === undefined ? { stdin: 'ignore' as const } : { input }),
    timeout: 60_000,
  });
  return { exitCode: result.exitCode, stdout: result.stdout, stderr: result.stderr };
}
