import type { DomainName, RecordType } from '../../dns/rrset.ts';

/** A name of ours that the server answers otherwise than we wrote it. */
export type WrongAnswer = {
  readonly name: DomainName;
  readonly type: RecordType;
  /** What it answers, in words to stand behind "the server". */
  readonly found: string;
};

/** Whether what we wrote is really answered: a few published names are asked for now and then. */
export type Answers = {
  /** When they are asked for next. */
  readonly dueAtMs: () => number;
  readonly askSoon: () => void;
  readonly wrong: () => readonly WrongAnswer[];
  /**
   * Takes in what was found. Returns what is news: wrong ones that were not known, and whether all are right
   * again.
   *
   * @param isComplete whether all that were to be asked could be; otherwise they are asked again soon
   */
  readonly note: (
    wrong: readonly WrongAnswer[],
    isComplete: boolean,
  ) => {
    readonly news: readonly WrongAnswer[];
    readonly ended: boolean;
  };
};

/** While an answer is wrong, or could not be had, it is asked for again this often. */
const againMs = 10_000;

export const createAnswers = (nowMs: () => number): Answers => {
  let wrong: readonly WrongAnswer[] = [];
  let dueAtMs = Number.POSITIVE_INFINITY;
  const keyOf = ({ name, type, found }: WrongAnswer): string => `${name} ${type} ${found}`;
  return {
    dueAtMs: () => dueAtMs,
    askSoon: () => {
      dueAtMs = nowMs();
    },
    wrong: () => wrong,
    note: (found, isComplete) => {
      const known = new Set(wrong.map(keyOf));
      const ended = wrong.length > 0 && found.length === 0;
      wrong = found;
      dueAtMs = found.length === 0 && isComplete ? Number.POSITIVE_INFINITY : nowMs() + againMs;
      return { news: found.filter((answer) => !known.has(keyOf(answer))), ended };
    },
  };
};
