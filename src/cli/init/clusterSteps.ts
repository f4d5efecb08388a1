import { shellWord } from '../../shellWord.ts';
import { type ClusterNeeds, rbacText } from './clusterFiles.ts';
import { fileStep } from './fileStep.ts';
import type { SetupStep } from './setupStep.ts';

const kubectlFix =
  'kubectl needs the rights of an administrator of the cluster: export KUBECONFIG=FILE (kubeadm has it in /etc/kubernetes/admin.conf)';

/**
 * An account with just the rights that are needed, and a kubeconfig of it for the user of the daemon.
 *
 * @param master address of the API server, where the administrator's own is none for this host
 */
export const clusterSteps = (needs: ClusterNeeds, master: string | undefined): readonly SetupStep[] => [
  {
    title: 'the account k8s-bind in the cluster, and its rights',
    run: 'kubectl apply -f -',
    input: rbacText(needs),
    fix: kubectlFix,
  },
  fileStep(
    { path: '/etc/k8s-bind/kubeconfig', owner: 'root', group: 'k8s-bind', mode: '0640' },
    {
      title: '/etc/k8s-bind/kubeconfig, which has the token of that account',
      write: `k8s-bind kubeconfig${master === undefined ? '' : ` --master ${shellWord(master)}`}`,
      fix: kubectlFix,
    },
  ),
];
