import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What a guide tells its reader to do, and what it says they will see. */
export interface Guide {
  /** The configuration file of the daemon. */
  readonly config: string;
  /** The files that `kubectl apply` is given, from the root of the project. */
  readonly examples: readonly string[];
  readonly questions: readonly Question[];
  /** The rights of the key in BIND, where the usual ones are not enough. */
  readonly grant: string | undefined;
}

export interface Question {
  /** Of dig, without `+short`. */
  readonly args: readonly string[];
  readonly answer: readonly string[];
}

const root = join(import.meta.dirname, '../..');

/** Reads docs/guides/NAME.md: its configuration, a block of its own or a file of config/examples that it links, and
 * its commands, behind `$ ` in blocks without a language. */
export function readGuide(name: string): Guide {
  const text = readFileSync(join(root, 'docs/guides', `${name}.md`), 'utf8');
  const blocks = [...text.matchAll(/^```([^\n]*)\n(.*?)^```$/gms)];
  const of = (kind: string): readonly string[] =>
    blocks.filter(([, found]) => found === kind).map(([, , block = '']) => block);
  const config = of('yaml').find((block) => block.startsWith('# /etc/k8s-bind/')) ?? configFile(text);
  if (config === undefined) throw new Error(`Cannot follow the guide ${name}: it has no configuration`);
  const commands = of('').flatMap(commandsOf);
  return {
    config,
    grant: /`(grant k8s-bind [^`]+)`/.exec(text)?.[1],
    examples: commands.flatMap(({ args: [program, ...args] }) =>
      program === 'kubectl' ? args.filter((arg) => arg.startsWith('config/')) : [],
    ),
    questions: commands.flatMap(({ args: [program, ...args], output }) =>
      program === 'dig' ? [{ args: args.filter((arg) => arg !== '+short'), answer: output }] : [],
    ),
  };
}

const configFile = (text: string): string | undefined => {
  const path = /\((\.\.\/\.\.\/config\/examples\/[\w-]+\.config\.yaml)\)/.exec(text)?.[1];
  return path === undefined ? undefined : readFileSync(join(root, 'docs/guides', path), 'utf8');
};

interface Command {
  readonly args: readonly string[];
  readonly output: readonly string[];
}

const commandsOf = (block: string): readonly Command[] =>
  block
    .split(/^\$ /m)
    .slice(1)
    .map((part) => {
      const [command = '', ...output] = part.trimEnd().split('\n');
      return { args: command.split(' '), output };
    });
