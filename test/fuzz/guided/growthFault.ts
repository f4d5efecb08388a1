import type { Seeded } from '../../support/seed.ts';
import { brokenPromise } from './brokenPromise.ts';
import type { Coverage } from './coverage.ts';
import type { Failure } from './fuzzTarget.ts';
import type { Target } from './target.ts';

interface Growth {
  readonly target: Target;
  readonly input: Uint8Array;
  readonly random: Seeded;
  readonly coverage: Coverage;
  readonly watch: (input: Uint8Array) => void;
}

/**
 * Repeats a part of an input until it is long, and then twice as long: what is read in one pass takes twice
 * the work. The work is counted in blocks, which are as many each time; what runs inside of V8, such as a
 * pattern, shows only in processor time, which is looked at where it is long.
 */
export const growthFault = (growth: Growth): Failure | undefined => {
  const { target, random, coverage, watch } = growth;
  const input = Buffer.from(growth.input);
  if (input.length === 0) return undefined;
  const from = random.below(input.length);
  const part = input.subarray(from, from + 1 + random.below(Math.min(16, input.length - from)));
  const grown = (times: number): Uint8Array => {
    const copies = Array<Uint8Array>(Math.ceil((times * longOctets) / part.length)).fill(part);
    return Buffer.concat([input.subarray(0, from), ...copies, input.subarray(from)]);
  };
  const costOf = (times: number): Cost => {
    const longer = grown(times);
    watch(longer);
    coverage.work();
    const before = process.cpuUsage().user;
    const fault = brokenPromise(target, longer);
    const ms = (process.cpuUsage().user - before) / 1000;
    return { fault, ms, work: coverage.work() };
  };
  const [once, twice] = [costOf(1), costOf(2)];
  if (once.fault !== undefined) return { input: grown(1), message: once.fault };
  if (twice.fault !== undefined) return { input: grown(2), message: twice.fault };
  const isMuch = ({ work, ms }: Cost, { work: less, ms: lessMs }: Cost): boolean =>
    (work > muchWork && work > mostTimes * less) || (ms > muchMs && ms > mostTimes * lessMs);
  // Where only the longer one is read to its end, it takes more than twice the work: so once more.
  if (!isMuch(twice, once)) return undefined;
  const fourTimes = costOf(4);
  if (!isMuch(fourTimes, twice) || !isMuch(costOf(2), costOf(1))) return undefined;
  const costs = [once, twice, fourTimes].map(({ work, ms }) => `${work} blocks in ${ms} ms`).join(', ');
  const message = `takes more than its length: ${costs}, when ${JSON.stringify(part.toString('latin1'))} at octet ${from} fills ${longOctets} octets, twice and four times as many`;
  return { input, message };
};

interface Cost {
  readonly fault: string | undefined;
  readonly ms: number;
  readonly work: number;
}

const longOctets = 16_384;
const muchWork = 100_000;
const muchMs = 100;
/** Between linear, 2, and quadratic, 4. */
const mostTimes = 3;
