import type { ZoneOptions } from '../../controller/zoneContext.ts';
import type { ZoneLoop } from '../../controller/zoneLoop.ts';
import type { ExplainFacts } from '../../setup/explain.ts';
import type { ServerAccess } from '../../setup/openZoneClient.ts';
import type { ZoneParts } from '../../setup/zoneParts.ts';
import type { Problem } from '../../telemetry/problem.ts';
import { makeProblem } from '../../telemetry/problems.ts';
import type { KnownZone } from '../../why/known.ts';
import type { UnitKey } from '../../zone/unit.ts';
import { explainAllowance, explainRefusal } from '../tell/explainRefusal.ts';
import type { ZoneNotes } from '../tell/zoneNotes.ts';
import type { WrittenMessages } from './writtenMessages.ts';
import type { ZoneHistory } from './zoneHistory.ts';

export type KnownSources = Pick<ZoneParts, 'layout' | 'desired' | 'records' | 'pointers'> & {
  readonly access: Pick<ServerAccess, 'view'>;
  readonly loop: Pick<ZoneLoop, 'parts' | 'view'>;
  readonly notes: ZoneNotes;
  readonly history: ZoneHistory;
  readonly messages: WrittenMessages;
  readonly facts: ExplainFacts;
  readonly zone: Pick<ZoneOptions, 'owner'>;
};

/** What a zone that this process keeps is known by, for who asks about one of its names. */
export const knownZone = (sources: KnownSources): KnownZone => {
  const { layout, access, desired, records, pointers, loop, notes, messages, facts, zone } = sources;
  const spoken = { facts, desired };
  return {
    zone: layout.zone,
    apex: layout.apex,
    server: facts.server,
    view: access.view,
    owner: zone.owner,
    records,
    pointers,
    desired,
    parts: loop.parts,
    problems: notes.problems,
    contests: notes.contests,
    problem: problemOf(sources),
    isKept: true,
    refusal: (unit) => {
      const outcome = loop.view.quarantine().get(unit)?.outcome;
      return outcome && explainRefusal(unit, outcome, spoken);
    },
    limit: (unit: UnitKey) => {
      const allowance = loop.view.limited().get(unit);
      return allowance && explainAllowance(unit, allowance, spoken);
    },
    written: messages.of,
  };
};

const problemOf = ({ layout, loop, history }: KnownSources): Problem | undefined => {
  const holder = loop.view.writtenBy();
  if (holder !== undefined) return makeProblem('fenced', { zone: layout.zone, holder });
  return history.reading ?? history.writing;
};
