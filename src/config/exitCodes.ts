/** One row of the exit code table: what the number says, and what a supervisor should do with it. */
export type ExitCode = {
  readonly code: number;
  readonly meaning: string;
  /**
   * Whether starting again may help without a change by hand; `no` stands in the unit's
   * RestartPreventExitStatus.
   */
  readonly restart: 'yes' | 'no' | 'not needed';
};

/** The exit codes of all commands. */
export const EXIT_CODES = {
  ok: {
    code: 0,
    meaning: 'done, or stopped by a signal; for `plan` and `--dry-run`: nothing to change',
    restart: 'not needed',
  },
  unexpected: { code: 1, meaning: 'a fault of the program itself; the log has the stack', restart: 'yes' },
  configuration: {
    code: 2,
    meaning:
      'a flag, variable or file is wrong, a file (a kubeconfig, manifests) cannot be used, or an address cannot be listened on; one line says which',
    restart: 'no',
  },
  notOurs: {
    code: 3,
    meaning: "the zone is claimed by another owner, or its territory holds somebody else's records",
    restart: 'no',
  },
  fencedOut: {
    code: 4,
    meaning: 'another instance with the same owner took over; it is the one that writes now',
    restart: 'no',
  },
  refused: {
    code: 5,
    meaning:
      'BIND refuses: key, rights, or the zone is not there; the line that fixes it is printed. With `--once` also: some Services were refused or held back, or BIND still refused when `--timeout` was over. For `render --once`: the check or the reload failed',
    restart: 'yes',
  },
  unreachable: {
    code: 6,
    meaning:
      'BIND or the Kubernetes API did not answer in time, or the API does not give what is to be read; also when `--timeout` is over and nothing else is known',
    restart: 'yes',
  },
  changes: { code: 2, meaning: 'for `plan` and `--dry-run`: there are changes', restart: 'not needed' },
  faults: {
    code: 7,
    meaning:
      'for `check`: at least one error was found, or `--timeout` was over before all was looked at; for `status`: the daemon is not ready; for `why`: a link is broken',
    restart: 'not needed',
  },
  stopped: {
    code: 8,
    meaning:
      '`adopt`, `purge` or `init --apply` was stopped by a signal before all was done; one line says what was',
    restart: 'not needed',
  },
} as const satisfies Record<string, ExitCode>;
