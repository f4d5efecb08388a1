import type { Of, ProblemRow } from '../problem.ts';
import { grantLine, inZoneBlock, type Ours } from './inZoneBlock.ts';

const LOG = "BIND's log says more (category update, update-security, security)";

type Asked = Of<'zone' | 'server' | 'key'> & Partial<Of<'largerZone'>>;

/** A zone that cannot be read, or that takes no updates as a whole. */
export const ZONE_PROBLEMS = {
  notAnswered: {
    meaning:
      'a published name is really asked for now and then, and the server answers something else: a delegation (NS) or DNAME at or above it, or a more specific zone on the same server',
    remedy: 'take the delegation or the other zone away, or give `--zone` the more specific one',
    text: ({ zone, server, name, found }: Of<'zone' | 'server' | 'name' | 'found'>) =>
      `Cannot be asked for: ${server} took "${name}" into zone "${zone}", and ${found}`,
  },
  readRefused: {
    meaning: 'REFUSED to a query or a transfer: the key may not read the zone',
    remedy: '`allow-query` must let it in as well',
    text: ({ zone, server, key }: Asked) =>
      `Cannot read zone "${zone}": ${server} answers REFUSED, needed the right to transfer it for key ${key}`,
    fix: (asked: Asked) => inZoneBlock(asked, `allow-transfer { key ${asked.key}; };`),
  },
  readFailed: {
    meaning: 'a query or transfer broke off, or its answer cannot be trusted',
    remedy: 'nothing: it is tried again by itself, and the zone keeps its last good records',
    text: ({ zone, server, reason }: Asked & Of<'reason'>) =>
      `Cannot read zone "${zone}" from ${server}: ${reason}; it is read again`,
  },
  claimRefused: {
    meaning:
      'REFUSED when the zone was to be claimed: it is frozen or static, or the key may not write TXT at `_k8s-bind.ZONE`',
    remedy: '`rndc thaw ZONE` where it is frozen',
    text: ({ zone, server, key, name }: Asked & Of<'name'>) =>
      `Cannot claim zone "${zone}": ${server} answers REFUSED; the zone is frozen, or takes no TXT at ${name} from key ${key}`,
    fix: (asked: Asked) => `${grantLine(asked)}  (or: rndc thaw ${asked.largerZone ?? asked.zone})`,
  },
  updateRefused: {
    meaning:
      'REFUSED to every UPDATE, an empty one too: the zone is frozen or static, or the key may not write it',
    remedy: '`rndc thaw ZONE` where it is frozen',
    text: ({ zone, server, key }: Asked) =>
      `Cannot update zone "${zone}": ${server} answers REFUSED; the zone is frozen, or takes no updates from key ${key}`,
    fix: (asked: Asked) => `${grantLine(asked)}  (or: rndc thaw ${asked.largerZone ?? asked.zone})`,
  },
  serverFailure: {
    meaning: 'SERVFAIL to every UPDATE: named cannot write the journal of the zone',
    remedy: `room on the disk, and the right to write to it. ${LOG}`,
    text: ({ task, server }: Of<'task' | 'server'>) =>
      `Cannot ${task}: ${server} answers SERVFAIL; it cannot write the zone's journal`,
    fix: ({ zone, largerZone }: Ours) =>
      `room, and the right to write, for named in the folder of zone ${largerZone ?? zone}`,
  },
  notAuthoritative: {
    meaning: 'NOTAUTH or NOTZONE: BIND does not have the zone, or is not its primary',
    remedy: '`k8s-bind init --zone ZONE` prints the zone block; or let `--server` name the primary',
    text: ({ task, server, rcode }: Of<'task' | 'server' | 'rcode'>) =>
      `Cannot ${task}: ${server} answers ${rcode}, it is not the zone's primary`,
    fix: (ours: Ours) => inZoneBlock(ours, `type primary; file "${ours.largerZone ?? ours.zone}db";`),
  },
  noUpdate: {
    meaning:
      'the server does not know dynamic updates (NOTIMP to every UPDATE), as NSD and CoreDNS do not: it can answer for the zone as a secondary, and never take it from k8s-bind',
    remedy: '[docs/primaries.md](../primaries.md) has the configuration of each',
    text: ({ zone, server, software }: Of<'zone' | 'server' | 'software'>) =>
      `Cannot update zone "${zone}": ${software} has no UPDATE (${server} answers NOTIMP), a primary that has it is needed`,
    fix: () => 'BIND, Knot DNS or PowerDNS as primary (--server), and this server as its secondary',
  },
  prerequisiteFailed: {
    meaning: 'the zone holds something else than it did when it was last read',
    remedy: 'nothing: it is read again, and the change planned anew',
    text: ({ task, rcode }: Of<'task' | 'rcode'>) =>
      `Cannot ${task}: it holds something else than it did (${rcode}); it is read again`,
  },
  rejected: {
    meaning: 'BIND answers with another error (FORMERR, NOTIMP …), or a record cannot be sent at all',
    remedy: LOG,
    text: ({ task, found }: Of<'task' | 'found'>) => `Cannot ${task}: ${found}`,
  },
  unreachable: {
    meaning: 'no connection to BIND',
    remedy:
      'is named running, is `--server` right, does a firewall stand between? It is tried again by itself, and the zone keeps its last good records',
    text: ({ zone, reason }: Of<'zone' | 'reason'>) =>
      `Cannot reach the name server of zone "${zone}": ${reason}`,
  },
  unknown: {
    meaning: 'an UPDATE was sent and no answer came that can be trusted: it may have been carried out or not',
    remedy: 'nothing: the zone is read again before anything more is written',
    text: ({ zone, server, reason }: Of<'zone' | 'server' | 'reason'>) =>
      `Cannot tell what ${server} did for zone "${zone}": ${reason}; the zone is read again`,
  },
  noReverseZone: {
    meaning: 'BIND has no zone for a `--reverse` network (exit code 2)',
    remedy: '`--reverse-missing ignore` goes on without its PTRs',
    text: ({ network, zone, server, name }: Of<'network' | 'zone' | 'server' | 'name'>) =>
      `Cannot write PTR records of "${network}" for zone "${zone}": ${server} has no zone for ${name}, one is needed (or --reverse-missing ignore)`,
    fix: ({ name, key }: Of<'name' | 'key'>) => {
      const zone = name.replace(/\.$/, '');
      return `zone "${zone}" { type primary; file "${zone}.db"; update-policy { grant ${key} zonesub PTR TXT; }; allow-transfer { key ${key}; }; };`;
    },
  },
} as const satisfies Readonly<Record<string, ProblemRow>>;
