import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { COMMAND_NAMES } from '../../src/config/commands.ts';
import { fileKey } from '../../src/config/option.ts';
import { OPTION_ROWS } from '../../src/config/options.ts';
import { installedTexts } from '../../src/reference/installedTexts.ts';
import { run } from '../support/process.ts';
import { type TemporaryFolder, temporaryFolder } from '../support/temporaryFolder.ts';

/** Bold, on paper: a letter, a step back, and the letter again. */
const overstruck = new RegExp(`.${String.fromCharCode(8)}`, 'g');

let folder: TemporaryFolder;
/** Where a text lies, by the last part of its path. */
const fileOf = (path: string): string => join(folder.path, path.replace(/^.*\//, ''));
beforeAll(async () => {
  folder = await temporaryFolder('texts');
  for (const [path, text] of Object.entries(installedTexts())) await writeFile(fileOf(path), text);
});
afterAll(() => folder[Symbol.asyncDispose]());

describe('a manual page', () => {
  const pages = ['k8s-bind.1', 'k8s-bind.yaml.5'];

  test.each(pages)('%s has nothing that mandoc stumbles over', async (page) => {
    const { stdout } = await execa('mandoc', ['-Tlint', fileOf(page)], { reject: false });
    expect(stdout.split('\n').filter((line) => !/longer than 80 bytes|missing date/.test(line))).toEqual([]);
  });

  const read = (page: string): Promise<string> =>
    run(['mandoc', '-Tascii', '-O', 'width=999', fileOf(page)]).then((text) =>
      text.replaceAll(overstruck, ''),
    );

  test('k8s-bind.1 has each command and each flag, with its words', async () => {
    const text = await read('k8s-bind.1');
    for (const name of COMMAND_NAMES) expect(text).toMatch(new RegExp(`^ +k8s-bind \\[?${name}\\b`, 'm'));
    for (const [, { flag, help, fileOnly }] of OPTION_ROWS)
      if (fileOnly !== true) {
        expect(text).toMatch(new RegExp(`^ +--${flag}( |$)`, 'm'));
        expect(text.replaceAll(/\s+/g, ' ')).toContain(help);
      }
  });

  test('k8s-bind.yaml.5 has each key', async () => {
    const text = await read('k8s-bind.yaml.5');
    for (const [, option] of OPTION_ROWS) {
      const key = fileKey(option);
      if (key !== undefined && key !== 'config') expect(text).toMatch(new RegExp(`^ +${key}: `, 'm'));
    }
  });
});

/** What a shell offers for the line that was typed so far: each shell asked in its own way. */
const shells: Readonly<Record<string, (line: string) => Promise<readonly string[]>>> = {
  bash: async (line) => {
    const script = `source ${fileOf('k8s-bind.bash')}; COMP_WORDS=(${line} ''); [[ $1 == word ]] && unset 'COMP_WORDS[-1]'
      COMP_CWORD=$((\${#COMP_WORDS[@]} - 1)); _k8s_bind; printf '%s\\n' "\${COMPREPLY[@]}"`;
    const { stdout } = await execa('bash', ['-c', script, 'bash', line.endsWith(' ') ? 'next' : 'word']);
    return stdout.split('\n');
  },
  fish: async (line) => {
    const { stdout } = await execa(
      'fish',
      ['-c', `source ${fileOf('k8s-bind.fish')}; complete -C '${line}'`],
      { env: { HOME: folder.path } },
    );
    return stdout.split('\n').map((offer) => offer.replace(/\t.*/, ''));
  },
  zsh: async (line) => {
    // In a terminal: zsh completes only while a line is being edited.
    const offers = fileOf('offers');
    await writeFile(fileOf('setup.zsh'), zshSetup(folder.path, offers));
    await writeFile(offers, '');
    const typed = `source ${fileOf('setup.zsh')}\n${line}\t`;
    await execa('script', ['--quiet', '--return', '--command', 'zsh -f -i', '/dev/null'], {
      input: typed,
      env: { HOME: folder.path },
      timeout: 20_000,
    });
    return (await readFile(offers, 'utf8')).split('\n');
  },
};

/** Has what would be offered written into a file, and ends the shell after the first time. */
const zshSetup = (place: string, offers: string): string => `
fpath=(${place} $fpath); autoload -U compinit; compinit -u -d ${place}/compdump
compadd() {
  local -a hits
  if [[ \${@[1,(i)(-|--)]} == *-[a-zA-Z]#[OAD]* ]]; then builtin compadd "$@"; return; fi
  builtin compadd -O hits "$@"
  print -rl -- $hits >> ${offers}
}
comppostfuncs=(exit)
`;

describe.each(Object.entries(shells))('completion of %s', (_shell, offers) => {
  test('offers the commands, the flags of a command, and the values of a flag', async () => {
    expect(await offers('k8s-bind con')).toContain('confirm-delete');
    expect(await offers('k8s-bind plan --addr')).toContain('--addresses');
    expect(await offers('k8s-bind plan --addresses ')).toEqual(
      expect.arrayContaining(['cluster-ip', 'endpoints', 'external', 'node']),
    );
    expect(await offers('k8s-bind export ')).toEqual(
      expect.arrayContaining(['zone', 'hosts', 'json', 'env']),
    );
  });

  test('offers no flag that the command does not take', async () => {
    expect(await offers('k8s-bind plan --on')).not.toContain('--once');
    expect(await offers('k8s-bind run --on')).toEqual(expect.arrayContaining(['--once', '--on-fence']));
  });
});
