import type { ControlPlane } from '../support/controlPlane.ts';
import type { Seeded } from '../support/seed.ts';
import { serviceName, syntheticNamespace, versionLine } from './syntheticServices.ts';

/** Services that are created, changed and deleted at a steady rate, each one change at a time. */
export interface SteadyChanges {
  /** So many answers came. */
  readonly made: () => number;
  /** What must be in the zone now, as dig prints it. */
  readonly neededLines: (zone: string) => readonly string[];
  /** Returns when the last change is answered. */
  readonly stop: () => Promise<void>;
}

const services = 200;
const path = `/api/v1/namespaces/${syntheticNamespace}/services`;
/** Of so many changes one creates or deletes; the others give another port. */
const oneOf = 5;

interface Known {
  readonly address: string;
  readonly port: number;
}

/** The namespace must be there. */
export function startSteadyChanges({ api }: ControlPlane, random: Seeded, perSecond: number): SteadyChanges {
  const known = new Map<number, Known>();
  const pending = new Map<number, Promise<void>>();
  const startedMs = performance.now();
  const failures: unknown[] = [];
  let begun = 0;
  let made = 0;
  const changeOne = async (index: number): Promise<void> => {
    const port = random.below(60_000) + 1;
    const ports = [{ name: 'http', protocol: 'TCP', port }];
    const before = known.get(index);
    if (before === undefined) {
      const service = { metadata: { name: serviceName(index) }, spec: { ports } };
      const created = await api<{ spec: { clusterIP: string } }>('POST', path, service);
      known.set(index, { address: created.spec.clusterIP, port });
    } else if (random.below(oneOf) === 0) {
      await api('DELETE', `${path}/${serviceName(index)}`);
      known.delete(index);
    } else {
      await api('PATCH', `${path}/${serviceName(index)}`, { spec: { ports } });
      known.set(index, { ...before, port });
    }
    made += 1;
  };
  const begin = (): void => {
    const due = ((performance.now() - startedMs) / 1000) * perSecond;
    for (; begun < due && pending.size < services / 2; begun += 1) {
      let index = random.below(services);
      while (pending.has(index)) index = (index + 1) % services;
      const change = changeOne(index)
        .catch((error: unknown) => void failures.push(error))
        .finally(() => pending.delete(index));
      pending.set(index, change);
    }
  };
  const timer = setInterval(begin, 5);
  return {
    made: () => made,
    neededLines: (zone) => [versionLine(zone), ...[...known].flatMap((one) => linesOf(one, zone))],
    stop: async () => {
      clearInterval(timer);
      await Promise.all(pending.values());
      if (failures.length > 0) throw new Error(`Cannot change Services: ${String(failures[0])}`);
    },
  };
}

const linesOf = ([index, { address, port }]: readonly [number, Known], zone: string): readonly string[] => {
  const name = `${serviceName(index)}.${syntheticNamespace}.svc.${zone}`;
  return [`${name} 30 IN A ${address}`, `_http._tcp.${name} 30 IN SRV 0 100 ${port} ${name}`];
};
