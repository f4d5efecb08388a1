import type { Simulation } from './simulation.ts';

/** What runs the program starts it again when it has ended. */
export const supervise = ({ daemons, start, time }: Simulation): void => {
  if (daemons().length === 0) time.after(2_000, () => daemons().length === 0 && start());
};
