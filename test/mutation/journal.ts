import { appendFileSync, closeSync, existsSync, openSync, readFileSync, readSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** What is written down, a line for each: see {@link SurveyedTest} and {@link Tries} for the last two. */
type What = 'loading' | 'reached' | 'killed' | 'late' | 'unrepeatable' | 'survey' | 'tries';

/** What a run has found so far, on disk line by line: whoever is ended at any time has lost nothing. */
export interface Journal {
  readonly note: (what: What, facts: readonly (number | string)[]) => void;
  readonly read: (what: What) => readonly string[];
  readonly ids: (what: What) => Set<number>;
  readonly survey: () => Survey;
  readonly tries: () => Tries;
  /** Cheap enough to be asked all the time. */
  readonly pulse: () => Pulse;
}

/** What a test does where nothing is changed. */
export interface SurveyedTest {
  readonly test: string;
  readonly file: string;
  readonly ms: number;
  readonly ids: readonly number[];
}
type Survey = ReadonlyMap<string, SurveyedTest>;

/** Written before each: `id` 0 stands for the test as it is, and `done` for its end. */
export interface Tries {
  readonly done: ReadonlySet<string>;
  /** By test. */
  readonly tried: ReadonlyMap<string, ReadonlySet<number>>;
}

export interface Pulse {
  /** What went on when the last line was written; undefined where a test had just ended. */
  readonly last: { readonly test: string; readonly id: number } | undefined;
  /** Grows with each line. */
  readonly octets: number;
}

export function openJournal(folder: string): Journal {
  const read: Journal['read'] = (what) =>
    existsSync(join(folder, what))
      ? readFileSync(join(folder, what), 'utf8').split('\n').filter(Boolean)
      : [];
  return {
    note: (what, facts) => {
      if (facts.length > 0) appendFileSync(join(folder, what), `${facts.join('\n')}\n`);
    },
    read,
    ids: (what) => new Set(read(what).map(Number)),
    survey: () =>
      new Map(
        read('survey')
          .map((line) => surveyed(line))
          .map((one) => [one.test, one]),
      ),
    tries: () => triesOf(read('tries')),
    pulse: () => {
      const octets = sizeOf(join(folder, 'tries'));
      const last = octets === 0 ? undefined : tryOf(endOf(join(folder, 'tries'), octets));
      return { last, octets: octets + sizeOf(join(folder, 'survey')) };
    },
  };
}

const surveyed = (line: string): SurveyedTest => {
  const [test = '', file = '', ms = '', ids = ''] = line.split('\t');
  return { test, file, ms: Number(ms), ids: ids === '' ? [] : ids.split(',').map(Number) };
};

const triesOf = (lines: readonly string[]): Tries => {
  const done = new Set<string>();
  const tried = new Map<string, Set<number>>();
  for (const line of lines) {
    const one = tryOf(line);
    if (one === undefined) done.add(line.split('\t')[0] ?? '');
    else tried.set(one.test, (tried.get(one.test) ?? new Set()).add(one.id));
  }
  return { done, tried };
};

const tryOf = (line: string): Pulse['last'] => {
  const [test = '', id = ''] = line.split('\t');
  return id === 'done' ? undefined : { test, id: Number(id) };
};

const sizeOf = (file: string): number => (existsSync(file) ? statSync(file).size : 0);

/** Longer than a line ever is. */
const endOctets = 500;

function endOf(file: string, size: number): string {
  const opened = openSync(file, 'r');
  try {
    const octets = Buffer.alloc(Math.min(endOctets, size));
    readSync(opened, octets, { position: size - octets.length });
    return octets.toString().trimEnd().split('\n').at(-1) ?? '';
  } finally {
    closeSync(opened);
  }
}
