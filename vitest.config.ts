import { defineConfig } from 'vitest/config';

/** Suites that start real servers get a long limit and run one file at a time (two cores). */
const real = {
  testTimeout: 120_000,
  hookTimeout: 180_000,
  fileParallelism: false,
  globalSetup: 'test/support/buildProgram.ts',
};
const fast = { testTimeout: 20_000 };

const project = (name: string, options: object) => ({
  test: { name, include: [`test/${name}/**/*.test.ts`], environment: 'node', ...options },
});

export default defineConfig({
  test: {
    projects: [
      project('unit', fast),
      project('golden', fast),
      project('property', fast),
      project('fuzz', { testTimeout: 120_000 }),
      project('model', { testTimeout: 300_000, maxConcurrency: 2 }),
      // As long as whoever asks for more schedules wants to wait.
      project('simulation', { testTimeout: 0 }),
      project('bind', { ...real, fileParallelism: true, maxWorkers: 2 }),
      project('page', real),
      project('cluster', { ...real, fileParallelism: true, maxWorkers: 2 }),
      project('chaos', { ...real, testTimeout: 300_000 }),
      // As long as whoever asks for more rounds wants to wait; most of the time is spent waiting.
      project('outages', { ...real, testTimeout: 0, fileParallelism: true, maxWorkers: 2 }),
      project('lan', real),
      project('package', {
        ...real,
        testTimeout: 300_000,
        hookTimeout: 600_000,
        globalSetup: 'test/support/buildPackages.ts',
      }),
      project('hostile', real),
    ],
  },
});
