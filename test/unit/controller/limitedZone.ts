import { limitWrites, type WriteLimits } from '../../support/limitWrites.ts';
import { createTimedZone, type TimedLoop, type TimedZone } from '../../support/timedZone.ts';

/** A zone whose server takes no more than its limits say, with the Service `shop/api` at 10.96.0.9. */
export type LimitedZone = {
  readonly world: TimedZone;
  readonly limits: WriteLimits;
  /** A process that rests; then come the objects, and half a second goes by. What was sent before is forgotten. */
  readonly running: (begin: () => void) => Promise<TimedLoop>;
  /** A headless Service with so many addresses. */
  readonly put: (records: number, key?: string) => void;
  /** `shop/db` with so many addresses and these ports (one), for each of which each endpoint has a SRV record. */
  readonly putWithPort: (records: number, ports?: readonly { name: string; port: number }[]) => void;
  /** The server takes no more records at this name. */
  readonly longest: (name: string, records: number) => void;
};

export const createLimitedZone = (): LimitedZone => {
  const world = createTimedZone();
  const limits = limitWrites(world);
  const addresses = (count: number): readonly string[] =>
    Array.from({ length: count }, (_, at) => `10.1.0.${at + 1}`);
  return {
    world,
    limits,
    running: async (begin) => {
      world.store.put('shop/api', '10.96.0.9');
      world.store.sync();
      const one = await world.running();
      limits.sent.length = 0;
      begin();
      await world.time.run(500);
      return one;
    },
    put: (records, key = 'shop/db') => world.store.putHeadless(key, addresses(records)),
    putWithPort: (records, ports = [{ name: 'pg', port: 5432 }]) =>
      world.store.putHeadless('shop/db', addresses(records), undefined, ports),
    longest: (name, records) => {
      limits.records = (other) => (other === name ? records : Number.POSITIVE_INFINITY);
    },
  };
};
