import { shellWord } from '../../shellWord.ts';
import type { Of, ProblemRow } from '../problem.ts';
import { type Ours, zoneFlags } from './inZoneBlock.ts';

const isReverse = ({ zone }: Ours): boolean => /\.(?:in-addr|ip6)\.arpa\.$/.test(zone);

/** A reverse zone is adopted together with the zone whose names its PTR records lead to. */
export const adoptLine = (ours: Ours): string =>
  isReverse(ours)
    ? 'k8s-bind adopt, with --zone and --reverse as the daemon has them'
    : `k8s-bind adopt ${zoneFlags(ours)}`;

type InView = Ours & Of<'key'>;

/** Which view BIND takes a message for is decided by the first one that matches. */
const ownViewLine = ({ view = 'VIEW', key, ...ours }: InView): string =>
  isReverse(ours)
    ? '"reverse:" in one entry of zones: alone, where the views share the zone (in-view)'
    : `view "${view}" { match-clients { key ${key}; … }; … };  and "!key ${key};" first in match-clients of every view before it`;

/** Whose the zone is, and who writes it: these end the program. */
export const CLAIM_PROBLEMS = {
  foreignOwner: {
    meaning: 'the zone is claimed by another owner (exit code 3)',
    remedy:
      'another zone for each cluster, or the same `--owner` if it is the same cluster; `k8s-bind purge` by the other owner ends its claim',
    text: ({ zone, owner, holder }: Of<'zone' | 'owner' | 'holder'>) =>
      `Cannot write zone "${zone}": it belongs to owner ${owner} (${holder}), another zone or --owner ${shellWord(owner)} is needed`,
    fix: ({ owner, ...ours }: Ours & Of<'owner'>) =>
      `another zone; or, if that one is gone for good: k8s-bind purge ${zoneFlags(ours)} --owner ${shellWord(owner)}`,
  },
  occupied: {
    meaning: 'records of somebody else stand below `svc.ZONE` or in the reverse networks (exit code 3)',
    remedy: 'it takes them over after showing a diff; or delete them',
    text: ({ zone, count }: Of<'zone' | 'count'>) =>
      `Cannot claim zone "${zone}": ${count} records stand in the territory that would be ours, "k8s-bind adopt" takes them over after showing a diff`,
    fix: adoptLine,
  },
  otherView: {
    meaning:
      'the keys of two entries of `zones:` with one zone name reach the same zone data, so it would be written twice; nothing is written by the second (exit code 3)',
    remedy:
      'each view of named.conf must match its own key, and no other; [docs/guides/split-horizon.md](../guides/split-horizon.md) has an example. Where two keys were exchanged, exchange `keyFile:`',
    text: ({ zone, view = '', otherView, key }: InView & Of<'otherView'>) =>
      `Cannot write zone "${zone}" as view "${view}": key ${key} reaches what view "${otherView}" writes, needed a view of its own`,
    fix: ownViewLine,
  },
  unreadableClaim: {
    meaning: 'the claim at `_k8s-bind.ZONE` is not one TXT record of ours (exit code 3)',
    remedy: 'delete what is not a claim',
    text: ({ zone, name }: Of<'zone' | 'name'>) =>
      `Cannot tell whose zone "${zone}" is: ${name} holds something else than one claim, a person must look`,
    fix: ({ name }: Of<'name'>) => `dig TXT ${name}  and delete what is no claim`,
  },
  fenced: {
    meaning:
      'another instance with the same owner took over: this one stands by, or ends with exit code 4 (`--on-fence exit`)',
    remedy:
      'run one instance for each owner, or several with `--lease`, or give the second one another `--owner`',
    text: ({ zone, holder }: Of<'zone' | 'holder'>) =>
      `Zone "${zone}" was taken over by ${holder}, which writes it now`,
  },
} as const satisfies Readonly<Record<string, ProblemRow>>;
