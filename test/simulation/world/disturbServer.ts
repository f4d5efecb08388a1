import { assertNever } from '../../../src/assertNever.ts';
import { chosenDaemon } from './chosenDaemon.ts';
import type { Marks } from './perform.ts';
import type { Simulation } from './simulation.ts';
import type { ServerStep } from './steps.ts';

/** Something befalls the name server, or the way to it. */
export const disturbServer = (world: Simulation, marks: Marks, step: ServerStep): void => {
  const { limits, network, time, zones } = world;
  const [forward, reverse = forward] = zones;
  const { name, bind, server } = 'of' in step && step.of === 'reverse' ? reverse : forward;
  switch (step.do) {
    case 'freeze':
      server.freeze();
      time.after(step.forMs, server.thaw);
      return;
    case 'zone-mark':
      marks.zones.push({ name, state: bind.state() });
      return;
    case 'zone-restore': {
      const states = marks.zones.filter((mark) => mark.name === name);
      const state = states[step.mark % Math.max(1, states.length)]?.state;
      if (state === undefined) return;
      marks.restoredFrom.push({ name, serial: bind.serial() });
      bind.restore(state);
      world.delegations.forget();
      return;
    }
    case 'journal-loss':
      return bind.dropJournal();
    case 'ixfr':
      return server.setIxfr(step.served);
    case 'limit':
      return limits.set(step.records);
    case 'refuse':
      return limits.refuse(step.type === 'none' ? undefined : step.type);
    case 'omit':
      return limits.omitAbove(step.above);
    case 'fates':
      return network.setFates(step.fates);
    case 'server-restart':
      if (step.losesJournal) for (const one of zones) one.bind.dropJournal();
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
