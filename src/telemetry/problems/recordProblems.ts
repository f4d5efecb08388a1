import type { Of, ProblemRow } from '../problem.ts';
import { grantLine, inZoneBlock, type Ours } from './inZoneBlock.ts';

type Alone = Of<'task' | 'zone' | 'server' | 'key'> & Partial<Of<'largerZone'>>;
type Omitted = Of<'server' | 'records'>;

const omits = ({ server, records }: Omitted): string =>
  `${server} answers NOERROR and leaves out ${records}:`;

const unlimited = (ours: Ours): string => inZoneBlock(ours, 'max-records-per-type 0;');

/**
 * What BIND does not take of one Service or name while it takes all else: an empty UPDATE has proved that the
 * zone is not the reason. It is tried again with growing pauses, and at once when the Service changes.
 */
export const RECORD_PROBLEMS = {
  recordRefused: {
    meaning:
      'REFUSED to one Service or name, while the zone takes updates: update-policy does not grant a name or type of it, or check-names refuses a name (one with an underscore that has addresses)',
    remedy: 'or `check-names ignore;` in the zone block, where a name is the reason. All others are written',
    text: ({ task, server, zone, key }: Alone) =>
      `Cannot ${task}: ${server} takes updates of zone "${zone}" and answers REFUSED to this one; update-policy grants key ${key} no such name or type, or check-names refuses the name`,
    fix: (alone: Alone) => `${grantLine(alone)}  (or check-names ignore;)`,
  },
  partRefused: {
    meaning:
      'REFUSED to some records of one Service or name: update-policy does not grant their type or name. The others are published',
    remedy: 'or `check-names ignore;` in the zone block, where a name with an underscore is the reason',
    text: ({ task, server, found, key }: Alone & Of<'found'>) =>
      `Cannot ${task} in full: ${server} refuses ${found} to key ${key}; everything else of it is published`,
    fix: (alone: Alone) => `${grantLine(alone)}  (or check-names ignore;)`,
  },
  tooManyRecords: {
    meaning:
      'SERVFAIL to one Service or name that has a large RRset: above `max-records-per-type` (100 by default)',
    remedy: 'all others are written',
    text: ({ task, server, count, limit }: Alone & Of<'count' | 'limit'>) =>
      `Cannot ${task}: ${server} answers SERVFAIL to this alone; an RRset of it has ${count} records, and BIND takes ${limit} unless max-records-per-type says otherwise`,
    fix: unlimited,
  },
  recordFailed: {
    meaning:
      'SERVFAIL to one Service or name: no room for it in the journal, or `max-records` of the zone is reached',
    remedy: 'room on the disk, or a higher `max-records`. All others are written',
    text: ({ task, server }: Alone) =>
      `Cannot ${task}: ${server} answers SERVFAIL to this alone; its journal has no room for it, or max-records of the zone is reached`,
  },
  neverAsRead: {
    meaning:
      'the prerequisites of one Service or name fail although the zone was just read: another writer keeps changing it',
    remedy:
      "find the other writer (`k8s_bind_drift_healed_total`, BIND's log), or give `--server` the primary itself",
    text: ({ task, server, rcode }: Alone & Of<'rcode'>) =>
      `Cannot ${task}: ${server} answers ${rcode} again and again, so it holds something else than it reports; another writer may be changing it`,
  },
  omittedByTtl: {
    meaning: 'BIND answers NOERROR and cuts a TTL: it is above `max-zone-ttl`',
    remedy: '',
    text: (omitted: Omitted) => `${omits(omitted)} the zone allows smaller TTLs only`,
    fix: (ours: Ours) => `${inZoneBlock(ours, 'max-zone-ttl unlimited;')}  (or a smaller --ttl)`,
  },
  omittedByCname: {
    meaning: 'BIND answers NOERROR and leaves out a CNAME beside other records, or records beside a CNAME',
    remedy: '',
    text: (omitted: Omitted) => `${omits(omitted)} a CNAME stands alone, and the name holds something else`,
    fix: () => 'delete the records of other types at that name',
  },
  omittedByCount: {
    meaning: 'BIND answers NOERROR and leaves out records above a count in update-policy, such as `A(2)`',
    remedy: '',
    text: (omitted: Omitted) => `${omits(omitted)} update-policy allows fewer records of this type at a name`,
    fix: (granted: Of<'zone' | 'key'> & Partial<Of<'largerZone'>>) => grantLine(granted),
  },
  omitted: {
    meaning: 'BIND answers NOERROR and leaves records out for a reason that cannot be seen',
    remedy: "the line names the records; BIND's log may say more (category update)",
    text: (omitted: Omitted) => `${omits(omitted)} it does not say why`,
  },
  recordLimit: {
    meaning:
      'an RRset has more records than `max-records-per-type` allows; a stable part of them is published',
    remedy: 'all are published once it is lifted',
    text: ({ task, zone, limit }: Of<'task' | 'zone' | 'limit'>) =>
      `Cannot ${task} in full: zone "${zone}" takes ${limit} records of an RRset, a stable part of them is published`,
    fix: unlimited,
  },
} as const satisfies Readonly<Record<string, ProblemRow>>;
