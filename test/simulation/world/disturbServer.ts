import { assertNever } from '../../../src/assertNever.ts';
import { chosenDaemon } from './chosenDaemon.ts';
import type { Marks } from './perform.ts';
import type { Simulation } from './simulation.ts';
import type { ServerStep } from './steps.ts';

/** Something befalls the name server, or the way to it. */
export const disturbServer = (world: Simulation, marks: Marks, step: ServerStep): void => {
  const { bind, server, network, time } = world;
  switch (step.do) {
    case 'freeze':
      server.freeze();
      time.after(step.forMs, server.thaw);
      return;
    case 'zone-mark':
      marks.zones.push(bind.state());
      return;
    case 'zone-restore': {
      const state = marks.zones[step.mark % Math.max(1, marks.zones.length)];
      if (state === undefined) return;
      marks.restoredFrom.push(bind.serial());
      bind.restore(state);
      return;
    }
    case 'journal-loss':
      return bind.dropJournal();
    case 'ixfr':
      return server.setIxfr(step.served);
    case 'limit':
      return world.setLimit(step.records);
    case 'refuse':
      return server.refuse(step.type === 'none' ? undefined : step.type);
    case 'omit':
      return world.omitAbove(step.above);
    case 'fates':
      return network.setFates(step.fates);
    case 'server-restart':
      if (step.losesJournal) bind.dropJournal();
      return network.restart(step.downMs);
    case 'partition': {
      const daemon = chosenDaemon(world, step.daemon);
      if (daemon !== undefined) network.partition(daemon.host.name, step.forMs);
      return;
    }
    default:
      return assertNever(step);
  }
};
