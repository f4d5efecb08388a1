import { copyFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { temporaryFolder } from './temporaryFolder.ts';

/** What spin found out about a model by looking at every state that it can come to. */
export type ModelVerdict = {
  /** What fails first: the text of an assertion, or `acceptance cycle` where a run never comes to its goal. */
  readonly fault: string | undefined;
  readonly states: number;
  /** False where the search was cut short: then that nothing fails proves nothing. */
  readonly isExhaustive: boolean;
};

export type ModelSearch = {
  /** The model's file. */
  readonly file: string;
  /** Parts and sizes: `EDITS`, `FAULTS=2`. */
  readonly defines: readonly string[];
  /** Whether its formula of temporal logic is checked too, or the assertions alone. */
  readonly isLive: boolean;
  /** Whether the search takes longer than compiling it well. */
  readonly isLong: boolean;
  /** Hashes states into bits: for sizes that no memory holds. Such a search is never exhaustive. */
  readonly isBitstate?: boolean;
};

/** Makes the searching program of a model with spin and gcc, and runs it. */
export const checkModel = async (search: ModelSearch): Promise<ModelVerdict> => {
  const { file, defines, isLive, isLong, isBitstate = false } = search;
  await using folder = await temporaryFolder('model');
  const run = (program: string, args: readonly string[], reject = true) =>
    execa(program, args, { cwd: folder.path, reject, all: true, stdin: 'ignore' });
  await copyFile(file, join(folder.path, 'model.pml'));
  await run('spin', ['-a', ...defines.map((define) => `-D${define}`), 'model.pml']);
  const mode = [isLive ? '-DNOFAIR' : '-DSAFETY', isBitstate ? '-DBITSTATE' : '-DCOLLAPSE'];
  await run('gcc', [isLong ? '-O1' : '-O0', '-w', '-DVECTORSZ=2048', ...mode, '-o', 'pan', 'pan.c']);
  const { all } = await run(
    './pan',
    ['-n', '-m1000000', ...(isLive ? ['-a'] : []), ...(isBitstate ? ['-w32', '-k3'] : [])],
    false,
  );
  return verdictOf(all, isBitstate);
};

const verdictOf = (output: string, isBitstate: boolean): ModelVerdict => {
  const errors = /errors: (\d+)/.exec(output)?.[1];
  const states = /(\d+) states, stored/.exec(output)?.[1];
  if (errors === undefined || states === undefined)
    throw new Error(`Cannot read what the model checker says: found "${output}", needed its counts`);
  const fault = /^pan:\d+: (.*) \(at depth \d+\)$/m.exec(output)?.[1];
  if ((errors !== '0') !== (fault !== undefined))
    throw new Error(`Cannot read what the model checker says: found "${output}", needed the fault it counts`);
  const isCut = /Search not completed|max search depth too small|out of memory/.test(output);
  return { fault, states: Number(states), isExhaustive: !isCut && !isBitstate };
};
