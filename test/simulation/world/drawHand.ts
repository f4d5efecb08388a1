import type { Seeded } from '../../support/seed.ts';
import type { Focus } from './drawSteps.ts';
import type { HandStep } from './steps.ts';

/** An edit of the zone by another hand. */
export const drawHand = (random: Seeded, focus: Focus): HandStep => {
  const kind = random.below(12);
  const isPointer = (name: string): boolean => name.endsWith('.arpa.');
  const outside = random.pick(focus.outside);
  const type = random.pick(['A', 'A', 'AAAA', 'TXT', 'CNAME', 'MX', 'TYPE65280'] as const);
  const number = 1 + random.below(4);
  if ((focus.shape.holds || focus.shape.routes) && random.below(3) === 0)
    return random.below(2) === 0
      ? { do: 'hand-add', name: outside, type: 'NS', number }
      : { do: 'hand-delete', name: outside, type: 'NS' };
  if (kind < 3)
    return {
      do: 'hand-add',
      name: outside,
      type: isPointer(outside) ? 'PTR' : outside.startsWith('_') ? 'SRV' : type,
      number,
    };
  if (kind < 5)
    return { do: 'hand-delete', name: outside, type: random.pick(['A', 'AAAA', 'TXT', 'CNAME', 'SRV']) };
  if (kind < 7) {
    const name = random.pick(focus.territory);
    return {
      do: 'hand-add',
      name,
      type: isPointer(name)
        ? random.pick(['PTR', 'PTR', 'TXT', 'CNAME'])
        : name.includes('_')
          ? random.pick(['SRV', 'TXT'])
          : random.pick(['A', 'TXT', 'CNAME']),
      number,
    };
  }
  if (kind < 9) {
    const name = random.pick(focus.territory);
    const types = ['A', 'AAAA', 'CNAME', 'SRV', 'TXT'] as const;
    return { do: 'hand-delete', name, type: isPointer(name) ? 'PTR' : random.pick(types) };
  }
  if (kind < 10) return { do: 'hand-marker', name: outside, how: random.pick(['delete', 'junk']) };
  if (kind < 11 && random.below(2) === 0) return { do: 'hand-claim', how: 'junk' };
  return {
    do: 'file-edit',
    name: random.pick([...focus.outside, ...focus.territory]),
    number,
    keepsSerial: random.below(2) === 0,
  };
};
