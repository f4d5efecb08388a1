/** One small change of the program, that a test should notice. */
export interface Mutant {
  /** Counts through all files of a run, from 1. */
  readonly id: number;
  /** From the root of the project. */
  readonly file: string;
  readonly line: number;
  /** Where the text to replace stands in the file, in UTF-16 units. */
  readonly start: number;
  readonly end: number;
  readonly replacement: string;
  /** A statement is left out, a body returns at once, and an expression is replaced by another. */
  readonly kind: 'expression' | 'statement' | 'body';
}

/** What became of a mutant when its tests ran; `late`: a test of it had no end, which counts as noticed. */
export type Fate = 'killed' | 'late' | 'survived' | 'loading' | 'unreached' | 'equivalent';
