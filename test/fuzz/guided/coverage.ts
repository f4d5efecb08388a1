import { readFileSync } from 'node:fs';
import { type Profiler, Session } from 'node:inspector';

export interface Coverage {
  /** How many characters of src ran since the last time that never ran before. */
  readonly take: () => number;
  /** As if what {@link Coverage.take} found last had not run. */
  readonly undo: () => void;
  /** How often blocks ran since the last time, those of packages too: a count of work. Nothing is taken. */
  readonly work: () => number;
  /** Forgets all, for the next target. */
  readonly forget: () => void;
  /** Blocks of src that ran. */
  readonly blocks: () => number;
}

/**
 * Coverage by blocks, counted by V8 itself (Profiler.startPreciseCoverage). Only what is loaded after this
 * has blocks. V8 leaves out a block that ran as often as the one around it, so what is known is kept by the
 * characters of the source, and blocks are what lies between two places where a range began or ended.
 */
export const openCoverage = (): Coverage => {
  const session = new Session();
  session.connect();
  session.post('Profiler.enable');
  session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: true });
  const scripts = new Map<string, Script>();
  const added: Stretch[] = [];
  const takeScripts = (): readonly Profiler.ScriptCoverage[] => {
    let result: readonly Profiler.ScriptCoverage[] = [];
    session.post('Profiler.takePreciseCoverage', (error, taken) => {
      if (error !== null) throw error;
      ({ result } = taken);
    });
    return result;
  };
  return {
    take: () => {
      added.length = 0;
      for (const { url, functions } of takeScripts()) {
        if (!url.startsWith(sourceUrl)) continue;
        const script = scripts.get(url) ?? openScript(url);
        scripts.set(url, script);
        const ranges = functions.flatMap((one) => one.ranges);
        added.push(...addRanges(script, ranges));
      }
      return added.reduce((sum, { from, to }) => sum + to - from, 0);
    },
    undo: () => {
      for (const { script, from, to } of added.splice(0)) script.reached.fill(0, from, to);
    },
    work: () => {
      let work = 0;
      for (const { functions } of takeScripts())
        for (const { ranges } of functions) for (const { count } of ranges) work += count;
      return work;
    },
    forget: () => {
      takeScripts();
      scripts.clear();
    },
    blocks: () => [...scripts.values()].reduce((sum, script) => sum + countBlocks(script), 0),
  };
};

const sourceUrl = new URL('../../../src/', import.meta.url).href;

interface Script {
  readonly text: string;
  /** 1 for each character that ran. */
  readonly reached: Uint8Array;
  /** Where a range began or ended. */
  readonly places: Set<number>;
}

const openScript = (url: string): Script => {
  const text = readFileSync(new URL(url), 'utf8');
  return { text, reached: new Uint8Array(text.length), places: new Set() };
};

interface Stretch {
  readonly script: Script;
  readonly from: number;
  readonly to: number;
}

/** Ranges come from the outer to the inner: what is painted last is right. Returns what is new. */
const addRanges = (script: Script, ranges: readonly Profiler.CoverageRange[]): readonly Stretch[] => {
  const end = ranges.reduce((most, { endOffset }) => Math.max(most, endOffset), 0);
  const painted = new Uint8Array(end);
  const here = new Set<number>();
  for (const { startOffset, endOffset, count } of ranges) {
    painted.fill(count > 0 ? 1 : 0, startOffset, endOffset);
    here.add(startOffset).add(endOffset);
  }
  const places = [...here].sort((a, b) => a - b);
  const added: Stretch[] = [];
  for (const [index, from] of places.entries()) {
    script.places.add(from);
    const to = places[index + 1] ?? from;
    if (painted[from] === 1) added.push(...addStretch(script, from, to));
  }
  return added;
};

/** What of a stretch is new. Blanks and brackets between two ranges belong now to the one, now to the other. */
const addStretch = (script: Script, from: number, to: number): readonly Stretch[] => {
  const { reached, text } = script;
  const added: Stretch[] = [];
  for (let at = reached.indexOf(0, from); at >= 0 && at < to; at = reached.indexOf(0, at)) {
    const next = reached.indexOf(1, at);
    const end = next < 0 ? to : Math.min(next, to);
    reached.fill(1, at, end);
    if (isCode(text, at, end)) added.push({ script, from: at, to: end });
  }
  return added;
};

const isCode = (text: string, from: number, to: number): boolean => /\w/.test(text.slice(from, to));

const countBlocks = ({ text, reached, places }: Script): number => {
  const sorted = [...places].sort((a, b) => a - b);
  return sorted.filter(
    (from, at) => reached[from] === 1 && /\w/.test(text.slice(from, sorted[at + 1] ?? from)),
  ).length;
};
