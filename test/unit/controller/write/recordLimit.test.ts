import { expect, test } from 'vitest';
import { writePass } from '../../../../src/controller/write/writePass.ts';
import { formatClaim } from '../../../../src/zone/claim.ts';
import { objectUnit } from '../../../../src/zone/unit.ts';
import { createLimitedServer } from '../../../support/limitedServer.ts';
import { testContext } from '../../../support/testContext.ts';

const zone = 'k8s.example.';
const unit = objectUnit('ns/db');
const name = `db.ns.svc.${zone}`;
const addresses = (count: number) => Array.from({ length: count }, (_, at) => `10.0.${at >> 8}.${at & 255}`);

/** A loop before its first pass, and the server that it writes to. */
const start = () => {
  const claim = { owner: 'test', epoch: 1, territory: 'svc,dns-version', holder: 'test/1', stopped: false };
  const server = createLimitedServer([
    { name: `_k8s-bind.${zone}`, type: 'TXT', ttlSeconds: 60, rdata: formatClaim(claim) },
  ]);
  const given = testContext({ update: server.update });
  /** Passes until nothing waits any more. */
  const write = async () => {
    for (let passes = 0; passes < 30 && given.context.queue.size() > 0; passes += 1) {
      given.context.schedule.noteAnswered('write');
      await writePass(given.context, async () => undefined);
      given.context.schedule.noteRead('full');
      given.sleep(1000);
    }
  };
  const told = (kind: string) => given.events.filter((event) => event.kind === kind);
  return { ...given, server, write, told };
};

test.each([7, 100, 130])(
  'of a Service with more endpoints than the server takes of one RRset, %i, as many are written and it is said',
  async (limit) => {
    const { server, write, told, putHeadless, put, context } = start();
    server.rules.recordsPerType = limit;
    put('ns/web', '10.96.0.1');
    putHeadless('ns/db', addresses(150));
    await write();
    expect(server.count(name, 'A')).toBe(limit);
    expect(server.count(`web.ns.svc.${zone}`, 'A')).toBe(1);
    expect(told('record-limit')).toEqual([{ kind: 'record-limit', unit, limit }]);
    expect(context.serverLimits.of(unit)).toEqual(new Map([[`${name} A`, limit]]));
    expect(context.serverLimits.usualRecords()).toBe(limit);
    // The next one begins with what was proved before.
    const before = server.messages();
    putHeadless('ns/more', addresses(150));
    await write();
    expect(server.count(`more.ns.svc.${zone}`, 'A')).toBe(limit);
    expect(server.messages() - before).toBeLessThan(12);
  },
);

test('a server that takes as many as there are has everything, and nothing is said', async () => {
  const { server, write, told, putHeadless, context } = start();
  server.rules.recordsPerType = 150;
  putHeadless('ns/db', addresses(150));
  await write();
  expect(server.count(name, 'A')).toBe(150);
  expect([told('record-limit'), context.serverLimits.units().size]).toEqual([[], 0]);
});

test('a server that takes more later is tried now and then, and has everything then', async () => {
  const { server, write, told, putHeadless, sleep, context } = start();
  server.rules.recordsPerType = 20;
  putHeadless('ns/db', addresses(30));
  putHeadless('ns/eb', addresses(40));
  await write();
  expect(server.count(name, 'A')).toBe(20);
  const pass = () => writePass(context, async () => undefined);
  const untilProbe = () => (context.serverLimits.probeAtMs() ?? 0) - context.nowMs();
  expect(untilProbe()).toBeLessThanOrEqual(60_000);
  const sent = server.messages();
  sleep(untilProbe() - 1);
  await pass();
  expect(server.messages()).toBe(sent);
  sleep(1);
  await pass();
  expect(server.messages()).toBe(sent + 1);
  expect(untilProbe()).toBe(120_000);
  expect([told('record-limit-ended'), server.count(name, 'A')]).toEqual([[], 20]);
  server.rules.recordsPerType = 100;
  sleep(untilProbe());
  await pass();
  await write();
  expect(told('record-limit-ended')).toHaveLength(1);
  expect([server.count(name, 'A'), server.count(`eb.ns.svc.${zone}`, 'A')]).toEqual([30, 40]);
  expect([context.serverLimits.units().size, context.serverLimits.probeAtMs()]).toEqual([0, undefined]);
});

test('a server whose disk is full has no limit, and everything is written once it has room', async () => {
  const { server, write, told, putHeadless, context } = start();
  server.rules.isFull = true;
  putHeadless('ns/db', addresses(30));
  await writePass(context, async () => undefined);
  expect([server.count(name, 'A'), context.serverLimits.units().size]).toEqual([0, 0]);
  expect(told('update-failed')).toMatchObject([{ outcome: { kind: 'server-failure' } }]);
  server.rules.isFull = false;
  await write();
  expect([server.count(name, 'A'), told('record-limit').length]).toEqual([30, 0]);
  expect(server.records().some(({ name }) => name.includes('_write-test'))).toBe(false);
});

test('a type that the server refuses is left out and told, and the rest of the Service is written', async () => {
  const { server, write, told, put } = start();
  server.rules.refusedTypes = ['SRV'];
  put('ns/web', '10.96.0.1');
  put('ns/api', '10.96.0.2');
  await write();
  expect(server.count(`web.ns.svc.${zone}`, 'A')).toBe(1);
  expect(server.count(`_http._tcp.web.ns.svc.${zone}`, 'SRV')).toBe(0);
  expect(told('rrsets-refused')).toContainEqual({
    kind: 'rrsets-refused',
    unit: objectUnit('ns/web'),
    rrsets: [`_http._tcp.web.ns.svc.${zone} SRV`],
  });
});

test('SRV records are not written where the server refuses the addresses that they lead to', async () => {
  const { server, write, told, put, context } = start();
  server.rules.refusedTypes = ['A'];
  put('ns/web', '10.96.0.1');
  await write();
  expect(server.records()).toHaveLength(1);
  expect(told('rrsets-refused')).toEqual([]);
  expect(context.quarantine.units().has(objectUnit('ns/web'))).toBe(true);
});

test('a server that falls silent while a limit is sought says nothing about it', async () => {
  const { server, write, told, putHeadless, context } = start();
  server.rules.recordsPerType = 20;
  putHeadless('ns/db', addresses(30));
  const { update } = server;
  let sent = 0;
  const { client } = context;
  Object.assign(client, {
    update: (content: Parameters<typeof update>[0]) => {
      sent += 1;
      server.rules.isSilent = sent === 7;
      return update(content);
    },
  });
  await writePass(context, async () => undefined);
  expect(context.schedule.readDue()).not.toBe('no');
  expect(told('record-limit')).toEqual([]);
  await write();
  expect(server.count(name, 'A')).toBe(20);
  expect(told('record-limit')).toHaveLength(1);
});
