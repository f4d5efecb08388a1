import type { Seeded } from '../../support/seed.ts';
import { brokenPromise } from './brokenPromise.ts';
import type { Coverage } from './coverage.ts';
import { growthFault } from './growthFault.ts';
import { mutate } from './mutate.ts';
import { shorten } from './shorten.ts';
import type { Target } from './target.ts';

export interface Run {
  readonly target: Target;
  /** What was kept of earlier runs. */
  readonly kept: readonly Uint8Array[];
  readonly inputs: number;
  readonly random: Seeded;
  readonly coverage: Coverage;
  /** Told of each input before it is tried, so that one without an end can be named. */
  readonly watch: (input: Uint8Array) => void;
}

export interface Found {
  /** Inputs each of which reaches something that those before it do not. */
  readonly corpus: readonly Uint8Array[];
  readonly blocks: number;
  readonly failure: Failure | undefined;
}

export interface Failure {
  readonly input: Uint8Array;
  readonly message: string;
}

/**
 * Tries inputs that are made of those in the corpus, which grows by each that reaches a block of src that
 * none did before. Coverage is taken once for a batch, and again for the halves of one with something new.
 */
export const fuzzTarget = ({ target, kept, inputs, random, coverage, watch }: Run): Found => {
  const corpus: Uint8Array[] = [];
  const faultOf = (input: Uint8Array): string | undefined => {
    watch(input);
    return brokenPromise(target, input);
  };
  /** The first that breaks a promise; those that reach something new are added. */
  const tryAll = (batch: readonly Uint8Array[]): Uint8Array | undefined => {
    const bad = batch.find((input) => faultOf(input) !== undefined);
    if (bad !== undefined) return bad;
    const reached = coverage.take();
    const [only] = batch;
    if (reached === 0 || only === undefined) return undefined;
    if (batch.length === 1) {
      corpus.push(shortened(only, reached));
      return undefined;
    }
    coverage.undo();
    const middle = batch.length >> 1;
    return tryAll(batch.slice(0, middle)) ?? tryAll(batch.slice(middle));
  };
  /** Shorter, and reaches as much that is new. */
  const shortened = (input: Uint8Array, reached: number): Uint8Array => {
    const reachesAsMuch = (candidate: Uint8Array): boolean => {
      coverage.undo();
      return faultOf(candidate) === undefined && coverage.take() >= reached;
    };
    const short = shorten(input, reachesAsMuch, 10);
    reachesAsMuch(short);
    return short;
  };
  const found = (failure?: Failure): Found => ({ corpus, blocks: coverage.blocks(), failure });
  const failed = (input: Uint8Array): Found => {
    const short = shorten(input, (shorter) => faultOf(shorter) !== undefined, 2000);
    return found({ input: short, message: faultOf(short) ?? 'holds when it is tried again' });
  };

  coverage.forget();
  for (const input of [...kept].sort((a, b) => a.length - b.length).concat(target.seeds)) {
    if (faultOf(input) !== undefined) return failed(input);
    if (coverage.take() > 0) corpus.push(input);
  }
  const pick = (): Uint8Array => corpus[random.below(corpus.length)] ?? new Uint8Array();
  for (let tried = 0, batches = 0, size = leastBatch; tried < inputs; batches += 1) {
    const batch = Array.from({ length: Math.min(size, inputs - tried) }, () =>
      mutate(random, target, pick(), pick()),
    );
    tried += batch.length;
    const before = corpus.length;
    const bad = tryAll(batch);
    if (bad !== undefined) return failed(bad);
    size = corpus.length > before ? leastBatch : Math.min(2 * size, largestBatch);
    if (batches % growthEvery !== 0) continue;
    const failure = growthFault({ target, input: pick(), random, coverage, watch });
    if (failure !== undefined) return found(failure);
  }
  return found();
};

/** What coverage costs is the same for any batch: where nothing is new it is taken more and more seldom. */
const leastBatch = 64;
const largestBatch = 4096;
/** It reads inputs a hundred times as long as others. */
const growthEvery = 8;
