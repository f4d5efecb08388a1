import { list, optional, single, toggle } from '../option.ts';
import { fault, type ParseText, value } from '../parsed.ts';
import { parseLabelSelector } from '../values/parseLabelSelector.ts';
import { parseChoice, parseHttpUrl, parsePattern, parseText } from '../values/parseText.ts';
import { WITH_SERVICES } from './allCommands.ts';

/** A namespace's name is a DNS label (RFC 1123). */
export const parseNamespace = parsePattern(/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/, 'the name of a namespace');

/** `NAMESPACE/NAME` of a Lease. */
const parseLeaseName: ParseText<{ readonly namespace: string; readonly name: string }> = (text) => {
  const [, namespace, name] = /^([a-z0-9-]{1,63})\/([a-z0-9.-]{1,253})$/.exec(text) ?? [];
  return namespace === undefined || name === undefined
    ? fault('it is not NAMESPACE/NAME', 'a Lease such as kube-system/k8s-bind is needed')
    : value({ namespace, name });
};

/** Where Services come from, and which of them. */
export const CLUSTER_OPTIONS = {
  kubeconfig: optional(parseText, {
    flag: 'kubeconfig',
    metavar: 'FILE',
    group: 'cluster',
    commands: [...WITH_SERVICES, 'kubeconfig'],
    path: 'readable',
    help: 'credentials; by default $KUBECONFIG, ~/.kube/config, or those of the pod',
  }),
  context: optional(parseText, {
    flag: 'context',
    metavar: 'NAME',
    group: 'cluster',
    commands: [...WITH_SERVICES, 'kubeconfig'],
    help: 'context of the kubeconfig, where not its current one',
  }),
  master: optional(parseHttpUrl, {
    flag: 'master',
    metavar: 'URL',
    group: 'cluster',
    commands: [...WITH_SERVICES, 'init', 'kubeconfig'],
    help: 'address of the API server, such as http://localhost:8080',
  }),
  lease: optional(parseLeaseName, {
    flag: 'lease',
    metavar: 'NS/NAME',
    group: 'cluster',
    commands: ['run', 'init'],
    help: 'several instances agree by this Lease on the one that writes; the others stand by',
  }),
  publishedCondition: toggle({
    flag: 'published-condition',
    group: 'cluster',
    commands: ['run', 'check', 'init'],
    help: 'say on each Service, as the condition k8s-bind.io/Published, whether BIND answers for its names',
  }),
  sourceMissing: single(parseChoice('fail', 'ignore'), {
    commands: ['run'],
    flag: 'source-missing',
    metavar: 'fail|ignore',
    group: 'cluster',
    fallback: 'fail',
    help: 'whether a --source whose kinds the API server does not have keeps the daemon from being ready',
  }),
  manifests: optional(parseText, {
    flag: 'manifests',
    metavar: 'PATH',
    group: 'cluster',
    commands: [...WITH_SERVICES, 'demo'],
    path: 'readable',
    help: 'Services and EndpointSlices from a YAML or JSON file, a folder, or - in place of a cluster; watched',
  }),
  namespaces: list(parseNamespace, {
    flag: 'namespace',
    file: 'namespaces',
    metavar: 'NAME',
    group: 'cluster',
    commands: [...WITH_SERVICES, 'demo'],
    perZone: true,
    help: 'only Services of this namespace',
  }),
  namespaceSelector: optional(parseLabelSelector, {
    flag: 'namespace-selector',
    metavar: 'SELECTOR',
    group: 'cluster',
    commands: [...WITH_SERVICES, 'demo'],
    perZone: true,
    help: 'only Services of namespaces with these labels',
  }),
  selector: optional(parseLabelSelector, {
    flag: 'selector',
    metavar: 'SELECTOR',
    group: 'cluster',
    commands: [...WITH_SERVICES, 'demo'],
    perZone: true,
    help: 'only Services with these labels',
  }),
} as const;
