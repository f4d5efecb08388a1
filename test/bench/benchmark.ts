import type { Report } from './report.ts';

/** A program that measures the built daemon beside a reference, both in the same run. */
export interface Benchmark {
  readonly name: string;
  /** One line for `npm run bench -- --help`. */
  readonly help: string;
  /** Throws when what was measured is wrong (records missing, say), never because it was slow. */
  readonly run: (report: Report) => Promise<void>;
}
