import { stringify } from 'yaml';
import type { ResourceName } from '../../store/resources.ts';
import { SETTING_RIGHTS, watchRight } from '../../store/sourceRights.ts';
import { bare, firstName, type Setup, type SetupFile } from './setup.ts';

export type ClusterNeeds = {
  /** The owner id is the UID of kube-system. */
  readonly identity: boolean;
  /** Several instances agree on the one that writes. */
  readonly lease: boolean;
  /** Whether BIND answers for a Service is said on it. */
  readonly publishedCondition: boolean;
  /** What is read. */
  readonly resources: readonly ResourceName[];
};

const meta = { name: 'k8s-bind', namespace: 'k8s-bind' };

/** A ServiceAccount that may read just what this configuration needs. */
export const rbacText = (needs: ClusterNeeds): string => {
  const role = {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'ClusterRole',
    metadata: { name: meta.name },
    rules: [
      ...needs.resources.map(watchRight),
      ...(needs.identity ? SETTING_RIGHTS.identity : []),
      ...(needs.lease ? SETTING_RIGHTS.lease : []),
      ...SETTING_RIGHTS.events,
      ...(needs.publishedCondition ? SETTING_RIGHTS.publishedCondition : []),
    ],
  };
  const binding = {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'ClusterRoleBinding',
    metadata: { name: meta.name },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: meta.name },
    subjects: [{ kind: 'ServiceAccount', ...meta }],
  };
  // A token that does not end, for a daemon outside of the cluster; in a pod the projected one is used.
  const token = {
    apiVersion: 'v1',
    kind: 'Secret',
    type: 'kubernetes.io/service-account-token',
    metadata: {
      ...meta,
      name: 'k8s-bind-token',
      annotations: { 'kubernetes.io/service-account.name': meta.name },
    },
  };
  return [
    { apiVersion: 'v1', kind: 'Namespace', metadata: { name: meta.namespace } },
    { apiVersion: 'v1', kind: 'ServiceAccount', metadata: meta },
    token,
    role,
    binding,
  ]
    .map((object) => stringify(object, { lineWidth: 0 }))
    .join('---\n');
};

/** The daemon's own configuration file. */
export const configText = (setup: Setup): string => {
  const forward = [
    ...setup.zones.filter(({ kind }) => kind === 'forward').map(({ name }) => ({ zone: name })),
    ...setup.subtrees.map(({ largerZone, below }) => ({ zone: largerZone, below })),
  ];
  const [only, ...others] = forward;
  return stringify(
    {
      ...(others.length === 0 ? only : { zones: forward }),
      server: setup.serverAddress,
      keyFile: setup.keyFile,
      ...(setup.reverse.length === 0 ? {} : { reverse: setup.reverse.map(({ text }) => text) }),
      ...(setup.lease === undefined ? {} : { lease: setup.lease }),
      ...setup.options,
      kubeconfig: '/etc/k8s-bind/kubeconfig',
      listen: '127.0.0.1:9353',
    },
    { lineWidth: 0 },
  );
};

/** What the cluster and the daemon need. @param unit the systemd unit, where the package has it */
export const clusterFiles = (
  setup: Setup,
  needs: ClusterNeeds,
  unit: string | undefined,
): readonly SetupFile[] => [
  { name: 'rbac.yaml', about: 'kubectl apply -f rbac.yaml', text: rbacText(needs) },
  {
    name: 'k8s-bind.yaml',
    about: `/etc/k8s-bind/k8s-bind.yaml; then: k8s-bind check --config /etc/k8s-bind/k8s-bind.yaml`,
    text: configText(setup),
  },
  ...(unit === undefined
    ? []
    : [
        {
          name: 'k8s-bind.service',
          about: `/etc/systemd/system/k8s-bind.service; useradd --system k8s-bind; systemctl enable --now k8s-bind; then: dig webapp.${bare(firstName(setup))}`,
          text: unit,
        },
      ]),
];
