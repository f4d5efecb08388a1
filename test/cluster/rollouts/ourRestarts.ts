import { type Statused, shuffled } from './controllerRestart.ts';
import { type Happening, hesitate } from './happening.ts';
import type { World } from './world.ts';

/** The title of the daemon where a happening says what it changes. */
const us = 'k8s-bind';

/** The daemon is ended in every way, also while objects have lost their status: the zone is its memory. */
export function ourRestarts(
  { daemon, startDaemon, isHeld }: World,
  objects: readonly Statused[],
): readonly Happening[] {
  const kind = 'restart of ours';
  return [
    {
      kind,
      title: `${us} is stopped and started`,
      of: [us],
      run: async (random) => {
        await daemon().process.stop();
        await hesitate(random);
        await startDaemon();
      },
    },
    {
      kind,
      title: `${us} is killed and started`,
      of: [us],
      run: async (random) => {
        await hesitate(random);
        await daemon().process.kill();
        await hesitate(random);
        await startDaemon();
      },
    },
    {
      kind,
      title: `${us} is killed while every status is lost`,
      of: [us, ...objects.map(({ title }) => title)],
      run: async (random) => {
        for (const object of shuffled(objects, random)) await object.clear();
        await daemon().process.kill();
        await startDaemon();
        await isHeld();
        for (const object of shuffled(objects, random)) await object.fill(random);
      },
    },
  ];
}
