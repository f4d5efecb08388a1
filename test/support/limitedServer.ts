import type { ZoneClient } from '../../src/server/zoneClient.ts';
import { createModelZone, type ModelRecord } from './modelZone.ts';

/** What a server takes; changed by a test at any time. */
export type ServerRules = {
  /** Longest RRset, as `max-records-per-type` has it. */
  recordsPerType: number;
  /** Types that `update-policy` does not grant. */
  refusedTypes: readonly string[];
  /** No journal can be written. */
  isFull: boolean;
  /** Answers do not arrive. */
  isSilent: boolean;
};

/** A zone with RFC 2136's rules and these, as BIND has them: SERVFAIL for what is too long, REFUSED for a type. */
export const createLimitedServer = (initial: readonly ModelRecord[] = []) => {
  const rules: ServerRules = {
    recordsPerType: Number.POSITIVE_INFINITY,
    refusedTypes: [],
    isFull: false,
    isSilent: false,
  };
  const zone = createModelZone(initial);
  let messages = 0;
  const update: ZoneClient['update'] = async (content) => {
    messages += 1;
    if (rules.isSilent) return { kind: 'unknown', reason: 'silent' };
    if (content.operations.some(({ type }) => rules.refusedTypes.includes(type))) return { kind: 'refused' };
    const trial = createModelZone(zone.records());
    if (!trial.update(content)) return { kind: 'prerequisite-failed', rcode: 'NXRRSET' };
    const lengths = Map.groupBy(trial.records(), ({ name, type }) => `${name} ${type}`).values();
    const isTooLong = [...lengths].some(({ length }) => length > rules.recordsPerType);
    if (isTooLong || (rules.isFull && content.operations.length > 0)) return { kind: 'server-failure' };
    zone.update(content);
    return { kind: 'applied' };
  };
  /** How many records there are at a name of a type. */
  const count = (name: string, type: string): number =>
    zone.records().filter((record) => record.name === name && record.type === type).length;
  return { rules, update, count, records: zone.records, messages: () => messages };
};
