import { commandsOf, type SetupStep } from './setupStep.ts';

/** All steps as one script, which may as well be pasted into a shell, whole or piece by piece. */
export const setupScript = (steps: readonly SetupStep[]): string =>
  [
    '# All of a first set-up, for root on the host of BIND; kubectl there needs the rights of an administrator.',
    '# What is there already stays as it is, so all of it can be run again. As a script it stops at what fails.',
    'case $- in *i*) ;; *) set -e ;; esac',
    '',
    ...steps.map((step, index) => `# ${index + 1}. ${step.title}\n${commandsOf(step)}`),
  ].join('\n');
