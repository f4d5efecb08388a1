import { systemClock } from '../../clock.ts';
import { EXIT_CODES } from '../../config/exitCodes.ts';
import { pause } from '../../pause.ts';
import type { Command } from '../command.ts';
import { type Failure, fail } from '../failure.ts';
import { kubeconfigText, type TokenSecret } from './kubeconfigText.ts';
import { createKubectl, type Kubectl } from './kubectl.ts';

/**
 * `k8s-bind kubeconfig`: prints a kubeconfig of the account that `init` makes, with the token of its Secret,
 * for the cluster that kubectl speaks to.
 */
export const kubeconfig: Command = async (io, config, signal) => {
  const kubectl = createKubectl(io.env, config, signal);
  const secret = await readToken(kubectl, signal);
  if (secret.kind === 'failure') return fail(io, secret);
  const admin = await kubectl(['config', 'view', '--raw', '--flatten']);
  if (admin.kind === 'failure') return fail(io, admin);
  io.out(kubeconfigText(admin.value, secret, config));
  return EXIT_CODES.ok.code;
};

const tokenWaitMs = 15_000;
const betweenMs = 500;

/** The controller manager puts the token in a moment after the Secret was made. */
const readToken = async (
  kubectl: Kubectl,
  signal: AbortSignal,
): Promise<({ readonly kind: 'token' } & TokenSecret) | Failure> => {
  const endMs = systemClock.nowMs() + tokenWaitMs;
  for (;;) {
    const read = await kubectl(['get', 'secret', 'k8s-bind-token', '--namespace=k8s-bind']);
    if (read.kind === 'failure') return read;
    const { token, 'ca.crt': ca } = (read.value as SecretObject).data ?? {};
    if (token !== undefined)
      return { kind: 'token', token: Buffer.from(token, 'base64').toString(), ...(ca && { ca }) };
    if (signal.aborted || systemClock.nowMs() >= endMs) return noToken;
    await pause(systemClock, betweenMs, signal);
  }
};

type SecretObject = { readonly data?: { readonly token?: string; readonly 'ca.crt'?: string } };

const noToken: Failure = {
  kind: 'failure',
  line: `Cannot make a kubeconfig: found no token in Secret k8s-bind/k8s-bind-token after ${tokenWaitMs / 1000} s, needed one by the controller manager`,
  fix: 'kube-controller-manager with --service-account-private-key-file FILE, the key that the API server has too',
  exitCode: EXIT_CODES.unreachable.code,
};
