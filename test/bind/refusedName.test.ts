import { readFileSync, statSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { loadConfig } from '../../src/config/loadConfig.ts';
import { publishedServices } from '../../src/daemon/status/publishedServices.ts';
import { createServiceEvents } from '../../src/daemon/tell/serviceEvents.ts';
import { createZoneSet } from '../../src/daemon/zoneSet.ts';
import type { ServiceEvent } from '../../src/kube/events/serviceEvent.ts';
import { serviceKeyOf } from '../../src/model/objectRef.ts';
import { configureZones } from '../../src/setup/configureZones.ts';
import { createLog } from '../../src/telemetry/log.ts';
import { createMetrics } from '../../src/telemetry/metrics.ts';
import type { Status } from '../../src/telemetry/status.ts';
import { type Named, startNamed } from '../support/named.ts';
import { createTestStore, type TestStore } from '../support/testStore.ts';
import { waitFor } from '../support/waitFor.ts';
import { goodStatus, keptOutput } from '../unit/telemetry/support.ts';

/** Addresses below `svc` alone: short names stand beside them. */
const belowSvc = `update-policy {
  grant "hand" zonesub ANY;
  grant "k8s-bind" subdomain svc.k8s.example. A AAAA CNAME SRV;
  grant "k8s-bind" zonesub TXT;
};`;

let named: Named;
beforeAll(async () => {
  named = await startNamed({ zones: [{ name: 'k8s.example', update: belowSvc }] });
});
afterAll(() => named[Symbol.asyncDispose]());

/** All that a daemon says of its zones, without a process, an API server or a port of its own. */
const startZones = (store: TestStore) => {
  const loaded = loadConfig({
    argv: [
      'run',
      '--zone=k8s.example',
      `--server=${named.address}:${named.port}`,
      `--key-file=${named.key().file}`,
    ],
    env: {},
    files: { read: (path) => readFileSync(path, 'utf8'), stat: (path) => statSync(path) },
  });
  if (loaded.kind !== 'ok') throw new Error(JSON.stringify(loaded));
  const configured = configureZones(loaded.config, {});
  if (typeof configured === 'string') throw new Error(configured);
  const out = keptOutput();
  const events: ServiceEvent[] = [];
  const set = createZoneSet(
    {
      log: createLog({ level: 'info', format: 'json', out, env: {} }),
      metrics: createMetrics(() => goodStatus),
      onChange: () => undefined,
      eventsIn: (view) =>
        createServiceEvents({ write: (event) => events.push(event), snapshot: store.snapshot, view }),
    },
    store,
    { config: loaded.config, identity: { owner: 'test', holder: 'test/1' }, configured, reverseZones: [] },
  );
  const stopping = new AbortController();
  const ended = set.run(stopping.signal);
  const states = (): Readonly<Record<string, string>> =>
    Object.fromEntries(
      [...publishedServices(set.zones, store)].map(({ service, state }) => [service, state]),
    );
  const status = (): Status['zones'] => set.zones.map((zone) => zone.status());
  return {
    events,
    states,
    status,
    log: out.text,
    [Symbol.asyncDispose]: async () => {
      stopping.abort();
      await ended;
    },
  };
};

test('a short name that is refused alone is said to its Service: as an Event, in the status, and on the page', async () => {
  const store = createTestStore();
  store.put('default/web', '10.96.0.1');
  store.put('shop/far', '10.96.0.2');
  store.sync();
  await using zones = startZones(store);
  await waitFor('the name and its SRV are in quarantine', zones.status, {
    until: ([zone]) => zone?.quarantined.length === 2 && zone.pending === 0,
  });

  const [zone] = zones.status();
  expect(
    zone?.quarantined.map(({ name, object, code }) => [name, object && serviceKeyOf(object), code]).sort(),
  ).toEqual([
    ['_http._tcp.web.k8s.example.', 'default/web', 'recordRefused'],
    ['web.k8s.example.', 'default/web', 'recordRefused'],
  ]);
  expect(zone?.problem).toBeUndefined();
  expect(zones.states()).toEqual({ 'default/web': 'quarantined', 'shop/far': 'published' });
  const said = zones.events.map(
    ({ object, reason, note }) => `${object.namespace}/${object.name} ${reason} ${note}`,
  );
  expect(said).toHaveLength(2);
  expect(said.find((text) => text.includes('"web.k8s.example."'))).toMatch(
    /^default\/web RecordRefused Cannot write "web\.k8s\.example\." for Service default\/web: .* takes updates of zone/,
  );
  expect(zones.log()).toContain('"code":"recordRefused"');
  expect(`${said.join('\n')}${zones.log()}`).not.toContain('frozen');
  expect(await named.dig('web.k8s.example', 'A', '+short')).toBe('');
  expect(await named.dig('web.default.svc.k8s.example', 'A', '+short')).toBe('10.96.0.1');
  expect(await named.dig('far.shop.svc.k8s.example', 'A', '+short')).toBe('10.96.0.2');

  await named.reconfigure({ zones: [{ name: 'k8s.example' }] });
  store.put('default/web', '10.96.0.3');
  await waitFor('the name is published', zones.states, {
    until: (states) => states['default/web'] === 'published',
  });
  expect(await named.dig('web.k8s.example', 'A', '+short')).toBe('10.96.0.3');
  expect(zones.status()[0]?.quarantined).toEqual([]);
});
