import { countText } from '../model/visibleText.ts';
import type { Log, LogFields } from './log.ts';

/**
 * Spells of failures. Of many equal ones, at growing intervals, one is a line that counts them; the end of
 * the spell is a line too. A name server that is away for an hour gives five lines, not a thousand.
 */
export type Spells = {
  /**
   * Something failed once more. `what` is what was tried, such as `read`; `how` is what makes failures equal,
   * such as the code of the problem.
   */
  readonly failed: (what: string, how: string, line: SpellLine) => void;
  /** What was tried works: the end of the spell, if there was one. */
  readonly ended: (what: string, line: SpellLine) => void;
};

export type SpellLine = { readonly message: string; readonly fields?: LogFields };

/** Monotonic milliseconds, and those since 1970. */
export type SpellClock = { readonly nowMs: () => number; readonly wallMs: () => number };

export const spellClock: SpellClock = { nowMs: () => performance.now(), wallMs: Date.now };

/** How long after a line the next one may come; the last is for all that follow. */
const pausesMs = [10_000, 60_000, 600_000, 3_600_000] as const;

/** More ways to fail are one way: a server's words may differ each time. */
const mostWays = 8;

type Way = { tries: number; lines: number; nextMs: number };
type Spell = {
  readonly sinceMs: number;
  readonly since: string;
  readonly ways: Map<string, Way>;
  /** Set while it works. */
  endedMs: number | undefined;
  /** A line was written since the last one that said that it works. */
  isSaid: boolean;
};

/** What fails again so soon was never well: the spell goes on, and its lines do not become more. */
const relapseMs = 60_000;

export const createSpells = (log: Pick<Log, 'warn' | 'info'>, clock: SpellClock): Spells => {
  const spells = new Map<string, Spell>();
  return {
    failed: (what, how, { message, fields }) => {
      const spell = goingOn(spells.get(what), clock.nowMs()) ?? begin(clock);
      spells.set(what, spell);
      spell.endedMs = undefined;
      const way = wayOf(spell, how);
      way.tries += 1;
      if (clock.nowMs() < way.nextMs) return;
      way.nextMs = clock.nowMs() + (pausesMs[Math.min(way.lines, pausesMs.length - 1)] ?? 0);
      way.lines += 1;
      spell.isSaid = true;
      const count = way.tries === 1 ? {} : { tries: way.tries, since: spell.since };
      log.warn(message, { ...fields, ...count });
    },
    ended: (what, { message, fields }) => {
      const spell = spells.get(what);
      if (spell === undefined || spell.endedMs !== undefined) return;
      spell.endedMs = clock.nowMs();
      if (!spell.isSaid) return;
      spell.isSaid = false;
      const tries = [...spell.ways.values()].reduce((sum, way) => sum + way.tries, 0);
      const lasted = durationText(clock.nowMs() - spell.sinceMs);
      log.info(message, { ...fields, after: `${countText(tries)} tries in ${lasted}` });
    },
  };
};

const begin = ({ nowMs, wallMs }: SpellClock): Spell => ({
  sinceMs: nowMs(),
  since: new Date(wallMs()).toISOString(),
  ways: new Map(),
  endedMs: undefined,
  isSaid: false,
});

const goingOn = (spell: Spell | undefined, nowMs: number): Spell | undefined =>
  spell?.endedMs === undefined || nowMs - spell.endedMs < relapseMs ? spell : undefined;

const wayOf = ({ ways }: Spell, how: string): Way => {
  const key = ways.has(how) || ways.size < mostWays ? how : '';
  const way = ways.get(key) ?? { tries: 0, lines: 0, nextMs: Number.NEGATIVE_INFINITY };
  ways.set(key, way);
  return way;
};

/** `42 s`, `57 min`, `3 h`, `9 d`. */
export const durationText = (ms: number): string => {
  const seconds = Math.max(0, Math.round(ms / 1000));
  if (seconds < 120) return `${seconds} s`;
  if (seconds < 7_200) return `${Math.round(seconds / 60)} min`;
  return seconds < 172_800 ? `${Math.round(seconds / 3_600)} h` : `${Math.round(seconds / 86_400)} d`;
};
