import { shellWord } from '../../shellWord.ts';
import type { SetupStep } from './setupStep.ts';

export type NewFile = {
  readonly path: string;
  readonly owner: string;
  readonly group: string;
  readonly mode: string;
};

/**
 * Makes a file that is not there: whole or not at all, and from the beginning for nobody else to read.
 *
 * @param write shell commands that write the file; by default what is on standard input
 */
export const fileStep = (
  { path, owner, group, mode }: NewFile,
  step: Pick<SetupStep, 'title' | 'fix' | 'input'> & { readonly write?: string },
): SetupStep => {
  const [file, made] = [shellWord(path), shellWord(`${path}.new`)];
  const { write = 'cat', ...rest } = step;
  return {
    ...rest,
    unless: `test -e ${file}`,
    run: `(umask 077 && ${write} > ${made} &&\n  chown ${owner}:${group} ${made} && chmod ${mode} ${made} &&\n  mv ${made} ${file})`,
  };
};
