import { objectAt, textAt } from '../../store/jsonObject.ts';
import { messageIn, readJson } from './readJson.ts';
import type { Transport } from './transport.ts';

export type ClusterIdentity =
  | { readonly kind: 'found'; readonly uid: string }
  /** The API is ready and answers, but not this: `--owner` has to say it. */
  | { readonly kind: 'forbidden'; readonly message: string }
  /** No answer yet: worth another try. */
  | { readonly kind: 'unreachable'; readonly message: string };

const path = '/api/v1/namespaces/kube-system';

/**
 * The identity of a cluster: the UID of its namespace kube-system, the same for as long as its store lives.
 *
 * For some hundred milliseconds an API server that has just started refuses everybody with 403, until it has
 * read who may do what. That it refuses counts only when it says that it is ready.
 */
export const readClusterIdentity = async (
  transport: Transport,
  signal: AbortSignal,
): Promise<ClusterIdentity> => {
  const first = await ask(transport, signal);
  if (first.kind !== 'forbidden') return first;
  const ready = await transport.request({ path: '/readyz', signal });
  if (ready.kind === 'answer') ready.body.destroy();
  if (ready.kind === 'answer' && ready.status === 200) return ask(transport, signal);
  const found = ready.kind === 'answer' ? `${ready.status}` : 'no answer';
  return {
    kind: 'unreachable',
    message: `${first.message}; the API server is not ready: found ${found} at /readyz`,
  };
};

const ask = async (transport: Transport, signal: AbortSignal): Promise<ClusterIdentity> => {
  const answer = await transport.request({ path, signal });
  if (answer.kind === 'aborted') return { kind: 'unreachable', message: 'stopped' };
  if (answer.kind === 'unreachable') return answer;
  const { status } = answer;
  const json = await readJson(answer.body);
  const uid = textAt(objectAt(json, 'metadata'), 'uid');
  if (status === 200 && uid !== '') return { kind: 'found', uid };
  if (status === 401) transport.renewCredentials();
  const found = `${status} ${messageIn(json)}`.trim();
  return status === 403 || status === 404
    ? { kind: 'forbidden', message: refusal(found, 'permission to get it, or --owner') }
    : { kind: 'unreachable', message: refusal(found, 'an answer') };
};

const refusal = (found: string, needed: string): string =>
  `Cannot read namespace "kube-system", whose UID is the cluster's identity: found ${found}, needed ${needed}`;
