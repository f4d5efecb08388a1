import type { Config } from '../../config/options.ts';
import { readClusterIdentity } from '../../kube/api/clusterIdentity.ts';
import { messageIn, readJson } from '../../kube/api/readJson.ts';
import { createTransport, type Transport } from '../../kube/api/transport.ts';
import { createCredentials } from '../../kube/credentials/createCredentials.ts';
import type { RecordOptions } from '../../records/recordOptions.ts';
import { resourcesOf } from '../../setup/resourcesOf.ts';
import { selectionOf } from '../../setup/selectionOf.ts';
import { namespacesToRead } from '../../store/namespacesToRead.ts';
import { type ResourceName, resourcePath, resources } from '../../store/resources.ts';
import { error, type Finding, ok } from './finding.ts';

/** Whether the API server answers, and gives what is to be watched. */
export const checkCluster = async (
  config: Config,
  zones: readonly RecordOptions[],
  { env, signal }: { readonly env: NodeJS.ProcessEnv; readonly signal: AbortSignal },
): Promise<readonly Finding[]> => {
  const { master, kubeconfig, context } = config;
  const credentials = await createCredentials({ master, kubeconfig, context, env });
  const transport = createTransport(credentials);
  // Where the API does not answer, there is time left for the name server.
  const limitMs = Math.min(20_000, config.timeoutMs / 3);
  const soon = AbortSignal.any([signal, AbortSignal.timeout(limitMs)]);
  try {
    const reached = await checkVersion(transport, { origin: credentials.origin, limitMs }, soon);
    if (reached.level === 'error') return [reached];
    const findings = [reached];
    for (const request of requestsOf(config, zones))
      findings.push(await checkAccess(transport, request, soon));
    if (config.publishedCondition) findings.push(...(await checkConditionRight(transport, config, soon)));
    if (config.owner === undefined) findings.push(await checkIdentity(transport, soon));
    return findings;
  } finally {
    transport.close();
  }
};

const checkVersion = async (
  transport: Transport,
  { origin, limitMs }: { readonly origin: string; readonly limitMs: number },
  signal: AbortSignal,
): Promise<Finding> => {
  const answer = await transport.request({ path: '/version', signal });
  const fix = '--master URL, --kubeconfig FILE or --context NAME';
  if (answer.kind !== 'answer') {
    const why = answer.kind === 'aborted' ? `no answer within ${limitMs / 1_000} s` : answer.message;
    const isPlain = why.includes('it speaks no TLS');
    return error('api', `${origin}: ${why}`, isPlain ? origin.replace(/^https:/, '--master http:') : fix);
  }
  const json = await readJson(answer.body);
  if (answer.status === 400 && /HTTP request to an HTTPS server/.test(messageIn(json)))
    return error(
      'api',
      `${origin}: it speaks HTTPS, and was asked in HTTP`,
      origin.replace(/^http:/, '--master https:'),
    );
  if (answer.status === 401) return error('api', `${origin}: the credentials are not accepted (401)`, fix);
  if (answer.status !== 403 && typeof json['gitVersion'] !== 'string')
    return error('api', `${origin}: what answers there (${answer.status}) is no Kubernetes API`, fix);
  const version = typeof json['gitVersion'] === 'string' ? `, Kubernetes ${json['gitVersion']}` : '';
  return ok('api', `${origin} answers${version}`);
};

type AccessRequest = {
  readonly resource: ResourceName;
  readonly namespace: string | undefined;
  readonly subresource?: string;
};

const requestsOf = (config: Config, zones: readonly RecordOptions[]): readonly AccessRequest[] => {
  const selection = selectionOf(config, zones);
  return resourcesOf(zones).flatMap((resource) => {
    const namespaces = namespacesToRead(resource, selection) ?? [undefined];
    return namespaces.map((namespace) => ({ resource, namespace }));
  });
};

/** Asks what RBAC says about list and watch; where that cannot be asked, tries a list of one object. */
const checkAccess = async (
  transport: Transport,
  request: AccessRequest,
  signal: AbortSignal,
): Promise<Finding> => {
  const { resource, namespace } = request;
  const about = `${resources[resource].qualifiedName}${namespace === undefined ? '' : ` in namespace ${namespace}`}`;
  const missing: string[] = [];
  for (const verb of ['list', 'watch']) {
    const allowed = await review(transport, request, verb, signal);
    const granted = allowed ?? (await tryList(transport, request, signal));
    if (!granted) missing.push(verb);
  }
  if (missing.length === 0) return ok('rights', `may list and watch ${about}`);
  const [name = '', group = ''] = resources[resource].qualifiedName.split(/\.(.*)/);
  const rule = `rules: [{apiGroups: ['${group}'], resources: [${name}], verbs: [list, watch]}]`;
  return error(
    'rights',
    `may not ${missing.join(' or ')} ${about}`,
    `${rule}  (k8s-bind init prints the whole ClusterRole)`,
  );
};

/** Whether the condition of a Service may be set, which only `--published-condition` needs. */
const checkConditionRight = async (
  transport: Transport,
  { namespaces }: Pick<Config, 'namespaces'>,
  signal: AbortSignal,
): Promise<readonly Finding[]> => {
  const findings: Finding[] = [];
  for (const namespace of namespaces.length === 0 ? [undefined] : namespaces) {
    const request = { resource: 'services', namespace, subresource: 'status' } as const;
    const allowed = await review(transport, request, 'patch', signal);
    if (allowed === undefined) continue;
    const about = `services/status${namespace === undefined ? '' : ` in namespace ${namespace}`}`;
    findings.push(
      allowed
        ? ok('rights', `may patch ${about}`)
        : error(
            'rights',
            `may not patch ${about}, which --published-condition needs`,
            "rules: [{apiGroups: [''], resources: [services/status], verbs: [patch]}]",
          ),
    );
  }
  return findings;
};

/** A SelfSubjectAccessReview; undefined where the API server does not answer it. */
const review = async (
  transport: Transport,
  { resource, namespace, subresource }: AccessRequest,
  verb: string,
  signal: AbortSignal,
): Promise<boolean | undefined> => {
  const [, group = ''] = resources[resource].qualifiedName.split(/\.(.*)/);
  const body = JSON.stringify({
    apiVersion: 'authorization.k8s.io/v1',
    kind: 'SelfSubjectAccessReview',
    spec: {
      resourceAttributes: {
        group,
        resource,
        verb,
        ...(subresource === undefined ? {} : { subresource }),
        ...(namespace === undefined ? {} : { namespace }),
      },
    },
  });
  const path = '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews';
  const answer = await transport.request({ method: 'POST', path, body, signal });
  if (answer.kind !== 'answer') return undefined;
  const { status } = await readJson(answer.body);
  if (answer.status !== 201 || typeof status !== 'object' || status === null) return undefined;
  return 'allowed' in status && status.allowed === true;
};

const tryList = async (
  transport: Transport,
  { resource, namespace }: AccessRequest,
  signal: AbortSignal,
): Promise<boolean> => {
  const answer = await transport.request({ path: `${resourcePath(resource, namespace)}?limit=1`, signal });
  if (answer.kind !== 'answer') return false;
  answer.body.destroy();
  return answer.status === 200 || answer.status === 404;
};

const checkIdentity = async (transport: Transport, signal: AbortSignal): Promise<Finding> => {
  const identity = await readClusterIdentity(transport, signal);
  return identity.kind === 'found'
    ? ok('owner', `the cluster is ${identity.uid}`)
    : error('owner', identity.message, '--owner ID');
};
