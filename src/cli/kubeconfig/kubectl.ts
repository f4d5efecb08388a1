import { EXIT_CODES } from '../../config/exitCodes.ts';
import type { Config } from '../../config/options.ts';
import type { Failure } from '../failure.ts';
import { runTool } from '../runTool.ts';

/** Asks kubectl for an object, with the credentials of whoever runs us. */
export type Kubectl = (
  args: readonly string[],
) => Promise<{ readonly kind: 'object'; readonly value: unknown } | Failure>;

export const createKubectl =
  (
    env: NodeJS.ProcessEnv,
    { kubeconfig, context }: Pick<Config, 'kubeconfig' | 'context'>,
    signal: AbortSignal,
  ): Kubectl =>
  async (args) => {
    const as = [
      ...(kubeconfig === undefined ? [] : [`--kubeconfig=${kubeconfig}`]),
      ...(context === undefined ? [] : [`--context=${context}`]),
    ];
    const { failed, stdout, stderr, shortMessage } = await runTool(
      'kubectl',
      [...as, ...args, '--output=json'],
      {
        env,
        signal,
      },
    );
    if (!failed) return { kind: 'object', value: JSON.parse(stdout) };
    const said = (stderr ?? '').trim().split('\n').at(-1) || shortMessage;
    return {
      kind: 'failure',
      line: `Cannot make a kubeconfig: kubectl ${args[0]} ${args[1]} says "${said}", needed an account k8s-bind as k8s-bind init makes it`,
      fix: 'kubectl with the rights of an administrator: export KUBECONFIG=FILE; then k8s-bind init --zone ZONE prints what to apply',
      exitCode: EXIT_CODES.unreachable.code,
    };
  };
