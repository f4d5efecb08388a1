import { brakeText } from '../../model/brakeLimits.ts';
import type { Of, ProblemRow } from '../problem.ts';

/** What we do not publish or delete ourselves, for the reason named. */
export const OBJECT_PROBLEMS = {
  conflict: {
    meaning: 'a name outside `svc.ZONE` is taken by a record that is not ours',
    remedy: 'it is tried again when the zone changes',
    text: ({ name, object, reason }: Of<'name' | 'object' | 'reason'>) =>
      `Cannot publish "${name}" for ${object}: it ${reason}`,
    fix: () => 'k8s-bind adopt, or another name',
  },
  contest: {
    meaning:
      'objects of several namespaces ask for one name outside `svc.ZONE`: the older has it, and shares it with its namespace; or an alias is asked for where others of the namespace have addresses',
    remedy: 'rename one of the two',
    text: ({ name, object, winner }: Of<'name' | 'object' | 'winner'>) =>
      `Cannot publish "${name}" for ${object}: ${winner} has it and comes first`,
  },
  held: {
    meaning:
      'an object has nothing to publish for now: its load balancer, Ingress or Gateway lost its address, or is not accepted. Its records stay for the time of `--hold`',
    remedy: 'look at its controller; when the time of the hold is over the records go',
    text: ({ found, object, reason }: Of<'found' | 'object' | 'reason'>) =>
      `Cannot renew ${found} of ${object}: it waits for ${reason}, and what it has stays for now`,
  },
  guarded: {
    meaning: `a plan would delete ${brakeText}: the deletions are held back`,
    remedy: 'if they are not meant, look at the kubeconfig, the namespaces, selectors and networks',
    text: ({ zone, count, owned }: Of<'zone' | 'count' | 'owned'>) =>
      `Cannot delete ${count} of the ${owned} records that are ours in zone "${zone}": the share is too large to be meant, needed a person's consent`,
    fix: () => 'k8s-bind confirm-delete, or run with --allow-mass-delete',
  },
  unpublishable: {
    meaning:
      'a record cannot be written: a name too long for DNS, an `externalName` that is an address, a template with an empty label, a name that is kept or that no rule allows, more than one object may have',
    remedy: 'the line names the object; change it. Everything else of that Service is published',
    text: ({ reason }: Of<'reason'>) => reason,
  },
  clusterOnlyTarget: {
    meaning: 'an `externalName` inside the domain of the cluster: only its own DNS knows the name',
    remedy: 'the CNAME is published as it is, for a LAN that forwards this domain to the cluster',
    text: ({ reason }: Of<'reason'>) => reason,
    fix: () => '--cluster-domain cluster.local  (or a name of the zone as externalName)',
  },
  widerWildcard: {
    meaning: "an Ingress's `*.x` means one label before `x`; in DNS it answers for any number of them",
    remedy:
      'nothing need be done: the Ingress controller is asked for more names, and answers that it has none',
    text: ({ reason }: Of<'reason'>) => reason,
  },
  shadowedWildcard: {
    meaning:
      'a wildcard is published, and another writer has a name below it: there their records are answered, and a delegation hides all below it',
    remedy: 'the line has the first of these names; delete their records if the wildcard should answer there',
    text: ({ reason }: Of<'reason'>) => reason,
  },
} as const satisfies Readonly<Record<string, ProblemRow>>;
