/** One row of the table of problems: what a code in a log line, on the status page or in `k8s-bind check` means, and what to do. */
export type ProblemRow = { readonly meaning: string; readonly remedy: string };

const LOG = "BIND's log says more (category update, update-security, security)";

/** Every problem this program reports by code. */
export const PROBLEMS = {
  badKey: {
    meaning: 'BIND does not know the key, or knows it with another algorithm (BADKEY)',
    remedy:
      'one `key` block, the same in named.conf and in `--key-file`; then `rndc reconfig`. The session key is a new one at each start of named: it is read again by itself',
  },
  badSignature: {
    meaning: 'BIND knows the key with another secret (BADSIG)',
    remedy: 'one `key` block, the same in named.conf and in `--key-file`',
  },
  badTime: {
    meaning: 'the clocks of the two machines differ by more than 300 s (BADTIME)',
    remedy: '`timedatectl set-ntp true` on both; the message says by how much and which one is ahead',
  },
  tsigError: {
    meaning: 'BIND refuses the signature for another reason (BADTRUNC: a short MAC)',
    remedy: 'write the algorithm with its bits in both places, such as `hmac-sha256-128`',
  },
  refused: {
    meaning: 'REFUSED: the zone is frozen or static, or the key may not write or transfer it',
    remedy:
      '`rndc thaw ZONE`; or in the zone block `update-policy { grant KEY zonesub A AAAA CNAME SRV PTR TXT; };` and `allow-transfer { key KEY; };`',
  },
  serverFailure: {
    meaning:
      'SERVFAIL: an RRset above `max-records-per-type` (100 by default), or a journal that cannot be written',
    remedy: `\`max-records-per-type 0;\` in the zone block; or room and rights in the zone file's folder. ${LOG}`,
  },
  notAuthoritative: {
    meaning: 'NOTAUTH or NOTZONE: BIND does not have the zone, or is not its primary',
    remedy: '`k8s-bind init --zone ZONE` prints the zone block; or let `--server` name the primary',
  },
  prerequisiteFailed: {
    meaning: 'the zone holds something else than it did when it was last read',
    remedy: 'nothing: it is read again, and the change planned anew',
  },
  rejected: { meaning: 'BIND answers with another error (FORMERR, NOTIMP …)', remedy: LOG },
  unreachable: {
    meaning: 'no connection to BIND',
    remedy:
      'is named running, is `--server` right, does a firewall stand between? It is tried again by itself, and the zone keeps its last good records',
  },
  unknown: {
    meaning: 'an UPDATE was sent and no answer came that can be trusted: it may have been carried out or not',
    remedy: 'nothing: the zone is read again before anything more is written',
  },
  foreignOwner: {
    meaning: 'the zone is claimed by another owner (exit code 3)',
    remedy:
      'another zone for each cluster, or the same `--owner` if it is the same cluster; `k8s-bind purge` by the other owner ends its claim',
  },
  occupied: {
    meaning: 'records of somebody else stand below `svc.ZONE` or in the reverse networks (exit code 3)',
    remedy: '`k8s-bind adopt` takes them over after showing a diff; or delete them',
  },
  unreadableClaim: {
    meaning: 'the claim at `_k8s-bind.ZONE` is not one TXT record of ours (exit code 3)',
    remedy: 'look at it with `dig TXT _k8s-bind.ZONE` and delete what is not a claim',
  },
  fenced: {
    meaning: 'another instance with the same owner took over (exit code 4)',
    remedy: 'run one instance for each owner, or give the second one another `--owner`',
  },
  conflict: {
    meaning: 'a name outside `svc.ZONE` is taken by a record that is not ours, or by an older Service',
    remedy: 'rename one of the two; it is tried again when the zone changes',
  },
  quarantined: {
    meaning: 'BIND refuses the records of one Service; all others are written',
    remedy: 'the line says why; it is tried again with growing pauses, and at once when the Service changes',
  },
  notWritten: {
    meaning:
      'BIND answers NOERROR and leaves records out: a CNAME beside other records, a count such as `A(2)` in update-policy, or a TTL above `max-zone-ttl`',
    remedy: 'the line names the records and the cause; it is tried again with growing pauses',
  },
  recordLimit: {
    meaning:
      'an RRset has more records than `max-records-per-type` allows; a stable part of them is published',
    remedy: '`max-records-per-type 0;` in the zone block; all are published once it is lifted',
  },
  guarded: {
    meaning:
      'a plan would delete more than 30 % of what we own, and more than 20 records: the deletions are held back',
    remedy:
      'if they are meant: `k8s-bind confirm-delete`, or `--allow-mass-delete`; otherwise look at the kubeconfig, the namespaces and selectors',
  },
  leftOut: {
    meaning:
      'a record cannot be written: a name too long for DNS, an `externalName` that is an address, a template with an empty label',
    remedy: 'the line names the object; change it. Everything else of that Service is published',
  },
} as const satisfies Record<string, ProblemRow>;
