import { seedFrom } from '../support/seed.ts';
import { runSchedule } from './world/runSchedule.ts';
import { drawSteps } from './world/steps.ts';
const first = Number(process.argv[2] ?? 1);
const count = Number(process.argv[3] ?? 20);
const n = Number(process.argv[4] ?? 20);
const t0 = performance.now();
let bad = 0, events = 0, updates = 0; const conv: number[] = [];
for (let seed = first; seed < first + count; seed++) {
  const steps = drawSteps(seedFrom(seed), n);
  const out = await runSchedule(seed, steps);
  events += out.events; updates += out.updates; conv.push(out.convergedMs);
  if (out.problems.length) { bad++; if (bad < 15) console.log(seed, out.problems.slice(0, 6)); }
}
const ms = performance.now() - t0;
conv.sort((a, b) => a - b);
console.log({ bad, count, msPer: ms / count, events: events / count, updates: updates / count, p50: conv[count >> 1], max: conv.at(-1) });
