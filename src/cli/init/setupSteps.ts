import type { Config } from '../../config/options.ts';
import { shellWord } from '../../shellWord.ts';
import { accountSteps } from './accountSteps.ts';
import { bindSteps } from './bindSteps.ts';
import type { ClusterNeeds } from './clusterFiles.ts';
import { clusterSteps } from './clusterSteps.ts';
import { bare, firstName, type Setup } from './setup.ts';
import type { SetupStep } from './setupStep.ts';
import { startSteps } from './startSteps.ts';

export type SetupParts = {
  readonly setup: Setup;
  readonly needs: ClusterNeeds;
  /** The systemd unit, where this program has it with it. */
  readonly unit: string | undefined;
};

/** The whole of a first set-up, in order: at the end, a question is answered. */
export const setupSteps = (
  { setup, needs, unit }: SetupParts,
  { rndc, server, master }: Pick<Config, 'rndc' | 'server' | 'master'>,
): readonly SetupStep[] => [
  ...bindSteps(setup, rndc.map(shellWord).join(' ')),
  ...accountSteps(setup),
  ...clusterSteps(needs, master),
  ...startSteps(unit, { server, name: bare(firstName(setup)) }),
];
