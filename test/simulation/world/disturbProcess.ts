import { assertNever } from '../../../src/assertNever.ts';
import { chosenDaemon } from './chosenDaemon.ts';
import type { Simulation } from './simulation.ts';
import type { ProcessStep } from './steps.ts';

const mostDaemons = 3;

/** A process starts, ends, or stands still. */
export const disturbProcess = (world: Simulation, step: ProcessStep): void => {
  const { time } = world;
  const daemon = 'daemon' in step ? chosenDaemon(world, step.daemon) : chosenDaemon(world, 0);
  switch (step.do) {
    case 'kill':
      if (daemon === undefined) return;
      world.kill(daemon);
      time.after(step.downMs, world.start);
      return;
    case 'stop':
      if (daemon === undefined) return;
      daemon.stop();
      time.after(step.downMs, world.start);
      return;
    case 'leave':
      if (daemon === undefined || world.daemons().length < 2) return;
      if (step.how === 'stop') daemon.stop();
      else world.kill(daemon);
      return;
    case 'pause':
      return daemon?.host.pause(step.forMs);
    case 'clock':
      if (step.of === 'server') world.stepServerClock(step.byMs);
      else daemon?.host.stepClock(step.byMs);
      return;
    case 'replica':
      if (world.daemons().length < mostDaemons) world.start();
      return;
    case 'rival':
      return world.startRival();
    default:
      return assertNever(step);
  }
};
