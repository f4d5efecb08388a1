import { join } from 'node:path';
import type { Named } from '../support/named.ts';
import { waitFor } from '../support/waitFor.ts';
import { type RoundOptions, scaledZone, startScaled } from './startScaled.ts';
import { headlessName, syntheticNamespace } from './syntheticServices.ts';

/** Seconds from the start of the daemon. */
export interface RestartsWithChange {
  /** Until BIND has what changed while it was away. */
  readonly changeSeconds: number;
  /** The same with what it remembers of the zone. */
  readonly rememberedChangeSeconds: number;
  /** Until the zone is in step, with that. */
  readonly rememberedSeconds: number;
  /** The same, where a headless Service lost an endpoint meanwhile. */
  readonly rememberedEndpointSeconds: number;
}

/** A Service was made while the daemon was away: without what it remembers of the zone, and with it. */
export async function restartsWithChange(named: Named, options: RoundOptions): Promise<RestartsWithChange> {
  const flags = ['--cache-dir', join(options.folder, `cache-${options.round}`)];
  const without = await restartWithChange(named, options, []);
  await using before = startScaled(named, options, { flags });
  await before.said('Zone in step', 300_000);
  await before.stop();
  const remembered = await restartWithChange(named, options, flags);
  return {
    rememberedEndpointSeconds: await restartWithoutEndpoint(named, options, flags),
    changeSeconds: without.changeSeconds,
    rememberedChangeSeconds: remembered.changeSeconds,
    rememberedSeconds: remembered.inStepSeconds,
  };
}

/** From the start until BIND has acknowledged the Service, and until the zone is in step. */
async function restartWithChange(named: Named, options: RoundOptions, flags: readonly string[]) {
  const { api } = options.plane;
  const path = '/api/v1/namespaces/default/services';
  await api('POST', path, { metadata: { name: 'late' }, spec: { ports: [{ port: 80 }] } });
  await using daemon = startScaled(named, options, { flags });
  const ready = await daemon.said('Zone in step', 300_000);
  const { atMs } = await daemon.said('Zone updated', 300_000);
  await api('DELETE', `${path}/late`);
  await waitFor('the Service is gone from the zone', () => named.dig('+short', 'late.k8s.example', 'A'), {
    until: (text) => text.trim() === '',
    deadlineMs: 60_000,
  });
  return {
    changeSeconds: (atMs - daemon.startedMs) / 1000,
    inStepSeconds: (ready.atMs - daemon.startedMs) / 1000,
  };
}

/** From the start until the zone is in step; then the endpoint comes back. */
async function restartWithoutEndpoint(named: Named, options: RoundOptions, flags: readonly string[]) {
  const { api } = options.plane;
  const service = headlessName(0);
  const path = `/apis/discovery.k8s.io/v1/namespaces/${syntheticNamespace}/endpointslices/${service}-slice`;
  const { endpoints } = await api<{ readonly endpoints: readonly object[] }>('GET', path);
  const publishes = async (count: number): Promise<void> => {
    const name = `${service}.${syntheticNamespace}.svc.${scaledZone}`;
    await waitFor(`${count} addresses`, () => named.dig('+short', '+tcp', name, 'A'), {
      until: (text) => text.trim().split('\n').length === count,
      deadlineMs: 60_000,
    });
  };
  await api('PATCH', path, { endpoints: endpoints.slice(1) });
  await using daemon = startScaled(named, options, { flags });
  const ready = await daemon.said('Zone in step', 300_000);
  await publishes(endpoints.length - 1);
  await api('PATCH', path, { endpoints });
  await publishes(endpoints.length);
  return (ready.atMs - daemon.startedMs) / 1000;
}
