/**
 * One step of a first set-up, as shell commands: `init` prints them, `init --apply` runs the very same ones.
 */
export type SetupStep = {
  /** What is there afterwards. */
  readonly title: string;
  /** Succeeds where the step is done already; nothing is run then. */
  readonly unless?: string;
  /** One command; where it is several, a subshell, so that `set -e` heeds all of them. */
  readonly run: string;
  /** The standard input of `run`: lines, without one that says EOF. */
  readonly input?: string;
  /** The file that `input` becomes, where it stays as it is from then on. */
  readonly file?: string;
  /** How to go on when it fails. */
  readonly fix: string;
};

/** The commands of a step, as a person types them. */
export const commandsOf = ({ unless, run, input }: SetupStep): string =>
  `${unless === undefined ? '' : `${unless} ||\n  `}${run}${input === undefined ? '' : ` << 'EOF'\n${input}EOF`}\n`;
