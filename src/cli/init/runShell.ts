import { runTool } from '../runTool.ts';

/**
 * Runs shell commands to their end. They come in by standard input, since everyone may read the arguments of
 * a process, and find nothing on their own.
 */
export const runShell = async (
  commands: string,
  env: NodeJS.ProcessEnv,
  signal: AbortSignal,
): Promise<{ readonly failed: boolean; readonly said: string }> => {
  const { failed, stdout, stderr } = await runTool('sh', ['-ec', readThenRun], {
    env,
    signal,
    input: commands,
  });
  return { failed, said: `${stdout ?? ''}\n${stderr ?? ''}` };
};

const readThenRun = 'commands=$(cat); exec < /dev/null; eval "$commands\n"';
