import type { Daemon } from './daemon.ts';
import type { Simulation } from './simulation.ts';

/** The one that a step means: there may be fewer than it thinks. */
export const chosenDaemon = ({ daemons }: Simulation, index: number): Daemon | undefined => {
  const all = daemons();
  return all[index % Math.max(1, all.length)];
};
