/** One row of the command table. */
export type Command = {
  /** One line for `--help` and the reference page. */
  readonly help: string;
  /** Whether the command makes sense without a zone. */
  readonly zone: 'required' | 'optional';
  /** The one positional argument it takes, if any: its choices, the first of which is the default. */
  readonly argument?: { readonly name: string; readonly choices: readonly string[] };
  /** What stands for the words that follow it; the first is needed, the others may be left out. */
  readonly words?: readonly string[];
};

/** Every command of the program. `run` is the one meant when the first argument is a flag or absent. */
export const COMMANDS = {
  run: { help: 'keep the zone in step with the cluster (the default)', zone: 'required' },
  plan: { help: 'show what would change, as a zone-file diff; change nothing', zone: 'required' },
  check: { help: 'look for faults before they bite: API, BIND, key, rights, clock', zone: 'required' },
  init: {
    help: 'print a first set-up as commands, from the zone file to dig; or do it (--apply)',
    zone: 'required',
  },
  kubeconfig: {
    help: 'print a kubeconfig of the account that init makes in the cluster, by kubectl',
    zone: 'optional',
  },
  export: {
    help: 'print the records in another form',
    zone: 'optional',
    argument: { name: 'FORMAT', choices: ['zone', 'hosts', 'json', 'env'] },
  },
  render: {
    help: 'keep a file up to date by a template, such as upstreams of nginx; no name server is asked',
    zone: 'optional',
  },
  adopt: { help: 'take records that are already there into ownership, after a diff', zone: 'required' },
  purge: { help: 'remove all that this owner wrote, and its claim, nothing else', zone: 'required' },
  why: {
    help: 'say why a name is answered as it is, or not: from the object to what resolvers remember',
    zone: 'optional',
    words: ['NAME', 'TYPE'],
  },
  status: { help: 'ask the running daemon what it knows', zone: 'optional' },
  demo: { help: 'a private BIND and the demo manifests, to try it out', zone: 'optional' },
  'confirm-delete': {
    help: 'let the running daemon carry out a large deletion it holds back',
    zone: 'optional',
  },
} as const satisfies Record<string, Command>;

export type CommandName = keyof typeof COMMANDS;

/** What follows a command in its usage: `NAME [TYPE]`, or its choices; empty for none. */
export const wordsText = (name: CommandName): string => {
  const { argument, words = [] }: Command = COMMANDS[name];
  if (argument !== undefined) return ` [${argument.choices.join('|')}]`;
  return words.map((word, at) => (at === 0 ? ` ${word}` : ` [${word}]`)).join('');
};

/** The command names in the order of the table. */
export const COMMAND_NAMES = Object.keys(COMMANDS) as readonly CommandName[];

export const isCommandName = (text: string): text is CommandName => Object.hasOwn(COMMANDS, text);
