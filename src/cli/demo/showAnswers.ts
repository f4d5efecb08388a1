import type { CommandIo } from '../command.ts';
import { runTool } from '../runTool.ts';
import { type DemoFacts, demoQuestions, digArguments, digCommand } from './demoQuestions.ts';

/** Asks the demo's name server; the answer section as dig prints it, empty when there is none. */
export type Dig = (name: string, type: string) => Promise<string>;

export const createDig =
  (program: string, port: number, env: NodeJS.ProcessEnv): Dig =>
  async (name, type) => {
    const args = ['-r', '+tries=1', '+time=2', '+noall', '+answer', ...digArguments(port, name, type)];
    const { stdout, failed } = await runTool(program, args, { env });
    return failed ? '' : stdout.trim().replaceAll(/^;.*\n?/gm, '');
  };

/** The demo's questions and their answers; the whole zone where the manifests are the user's own. */
export const showAnswers = async (
  io: Pick<CommandIo, 'out'>,
  dig: Dig,
  { zone, port, own }: DemoFacts,
): Promise<void> => {
  const questions = own ? demoQuestions(zone) : [{ name: zone, type: 'AXFR', what: 'the whole zone' }];
  for (const { name, type, what } of questions) {
    io.out(`\n$ ${digCommand(port, name, type)}      # ${what}\n${await dig(name, type)}\n`);
  }
};
