import type { ControlPlane } from '../support/controlPlane.ts';
import { type Daemon, startDaemon } from '../support/daemon.ts';
import { type Named, type NamedOptions, startNamed } from '../support/named.ts';
import { waitFor } from '../support/waitFor.ts';

/**
 * A daemon of its own zone `k8s.example`, with a BIND of its own, for one namespace that goes away with it.
 */
export interface Published extends AsyncDisposable {
  readonly named: Named;
  readonly daemon: Daemon;
  readonly namespace: string;
  /** `/api/v1/namespaces/<namespace>/services`, for the API. */
  readonly services: string;
  readonly slices: string;
  /**
   * Waits until the records below `<namespace>.svc.k8s.example` are just these, given with `@` for that name.
   */
  readonly becomes: (text: string, deadlineMs?: number) => Promise<void>;
  /**
   * Waits until the A records below the zone that are not below `svc` are just these, given with `@` for the
   * zone.
   */
  readonly namesBecome: (text: string) => Promise<void>;
}

export interface PublishOptions {
  readonly namespace: string;
  readonly args?: readonly string[];
  readonly named?: NamedOptions;
  /** False for no short names. */
  readonly shortNames?: boolean;
}

/** Creates the namespace, and starts BIND and the program with short names for it. */
export async function publish(
  cluster: ControlPlane,
  { namespace, args = [], named: namedOptions = {}, shortNames = true }: PublishOptions,
): Promise<Published> {
  await using parts = new AsyncDisposableStack();
  await cluster.api('POST', '/api/v1/namespaces', { metadata: { name: namespace } });
  const named = parts.use(await startNamed(namedOptions));
  const source = [
    '--kubeconfig',
    cluster.users['k8s-bind'].kubeconfig,
    '--short-names',
    shortNames ? namespace : '',
  ];
  const daemon = parts.use(await startDaemon(named, 'k8s.example.', [...source, ...args]));
  await daemon.ready();
  const all = parts.move();
  const below = async (suffix: string, keep: (line: string) => boolean): Promise<string> =>
    (await named.axfrText('k8s.example'))
      .split('\n')
      .filter((line) => line !== '' && keep(line))
      .map((line) => `${line.replaceAll(` IN `, ' ').replaceAll(suffix, '@')}\n`)
      .join('');
  return {
    named,
    daemon,
    namespace,
    services: `/api/v1/namespaces/${namespace}/services`,
    slices: `/apis/discovery.k8s.io/v1/namespaces/${namespace}/endpointslices`,
    becomes: (text, deadlineMs = 15_000) => {
      const suffix = `${namespace}.svc.k8s.example.`;
      const isBelow = (line: string): boolean => line.split(' ')[0]?.endsWith(suffix) === true;
      return settle('the records', () => below(suffix, isBelow), text, deadlineMs);
    },
    namesBecome: (text) => {
      return settle('the names', () => below('k8s.example.', isName), text, 15_000);
    },
    [Symbol.asyncDispose]: () => all.disposeAsync(),
  };
}

const settle = async (
  what: string,
  look: () => Promise<string>,
  text: string,
  deadlineMs: number,
): Promise<void> => {
  await waitFor(`${what} to be\n${text}`, look, { until: (found) => found === text, deadlineMs });
};

const isName = (line: string): boolean =>
  / (?:A|AAAA|CNAME) /.test(line) && !/\.svc\.k8s\.example\. |^ns\./.test(line);

/** A slice of IPv4 endpoints, each with `address` and more fields of its own. */
export const slice = (
  service: string,
  endpoints: readonly (readonly [address: string, more?: object])[],
  port = 8080,
): object => ({
  metadata: { name: `${service}-1`, labels: { 'kubernetes.io/service-name': service } },
  addressType: 'IPv4',
  ports: [{ name: 'http', port }],
  endpoints: endpoints.map(([address, more]) => ({ addresses: [address], ...more })),
});

/** A Service with one named port. */
export const service = (name: string, spec: object = {}, metadata: object = {}): object => ({
  metadata: { name, ...metadata },
  spec: { ports: [{ name: 'http', port: 80 }], ...spec },
});
