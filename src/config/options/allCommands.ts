import { COMMAND_NAMES, type CommandName } from '../commands.ts';

/** Commands that speak with the name server. */
export const WITH_SERVER = [
  'run',
  'plan',
  'check',
  'init',
  'adopt',
  'purge',
  'why',
] as const satisfies readonly CommandName[];

/** Commands that read Services, from a cluster or from manifests. */
export const WITH_SERVICES = [
  'run',
  'plan',
  'check',
  'export',
  'adopt',
  'render',
  'why',
] as const satisfies readonly CommandName[];

/** Commands that make records of Services. */
export const WITH_RECORDS = [
  'run',
  'plan',
  'check',
  'init',
  'export',
  'adopt',
  'demo',
  'render',
  'why',
] as const satisfies readonly CommandName[];

export const ALL_COMMANDS = COMMAND_NAMES;
