import type { ApiContent } from './apiContent.ts';
import type { HoldMemory } from './holdMemory.ts';
import type { Limits } from './limits.ts';
import type { ZoneRecord } from './modelNames.ts';
import type { OracleZone } from './oracle.ts';
import { times } from './times.ts';
import { zone } from './zones.ts';

/** What a process cannot but know, since it was so before it started, or long enough without a fault. */
export type Knowledge = {
  readonly isKnownToBeAskedFor: (process: string, name: string, type: string) => boolean;
  /**
   * Whether the object behind this record has lost its address, and keeps it for a while.
   *
   * @param markers of the record's name; none in the territory
   */
  readonly isHeld: (process: string, record: ZoneRecord, markers: readonly ZoneRecord[]) => boolean;
};

export type KnowledgeDeps = {
  readonly content: ApiContent;
  readonly memory: HoldMemory;
  readonly limits: Pick<Limits, 'isRestricted'>;
  readonly holdMs: number;
  readonly nowMs: () => number;
  readonly startedMs: (process: string) => number;
  /** Something went wrong that may keep a process from knowing what is so. */
  readonly isTroubled: () => boolean;
};

export const createKnowledge = (deps: KnowledgeDeps, expected: () => OracleZone): Knowledge => {
  const { content, memory, limits, holdMs, nowMs, startedMs, isTroubled } = deps;
  /** Of a PTR any Service may be: others may have its address as well. */
  const changedMs = (name: string): number => {
    if (!name.endsWith(`.${zone}`)) return content.lastChangeMs();
    const [service = '', namespace = ''] = name.slice(0, -`.svc.${zone}`.length).split('.').slice(-2);
    return content.changedMs(`${namespace}/${service}`);
  };
  return {
    isKnownToBeAskedFor: (process, name, type) => {
      if (limits.isRestricted() || changedMs(name) >= startedMs(process)) return false;
      return expected().territory.some((rrset) => rrset.name === name && rrset.type === type);
    },
    isHeld: (process, { name, type, rdata }, markers) => {
      const held = memory.at(name);
      if (held?.isLost !== true || held.lostMs === undefined || held.isUnclear || limits.isRestricted())
        return false;
      const isLongAgo = !isTroubled() && nowMs() - held.sinceMs > times.hearing;
      const isOfIt = held.rrsets.some((rrset) => rrset.type === type && rrset.rdatas.includes(rdata));
      const isOver = nowMs() >= held.lostMs + holdMs - 1_000;
      // What the zone holds of another object is no memory of this one, which may never have been published.
      const isFound = startedMs(process) >= held.sinceMs && isMarkedFor(held.who, markers);
      return isOfIt && !isOver && (isLongAgo || isFound);
    },
  };
};

const isMarkedFor = (who: string, markers: readonly ZoneRecord[]): boolean => {
  const [kind, key] = who.split(' ');
  return markers.length === 0 || markers.some(({ rdata }) => rdata.includes(`"object=${kind}/${key}"`));
};
