import { randomInt } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { encodeUpdate } from '../../src/dns/encodeUpdate.ts';
import { decodeHeader } from '../../src/dns/header.ts';
import { rcodeName } from '../../src/dns/rcodeName.ts';
import { signMessage } from '../../src/dns/tsig/signMessage.ts';
import type { UpdateContent, UpdateOperation } from '../../src/dns/updateMessage.ts';
import { claimFence, claimUpdate } from '../../src/plan/claimUpdate.ts';
import type { ZoneClient } from '../../src/server/zoneClient.ts';
import { type Claim, formatClaim } from '../../src/zone/claim.ts';
import { startCuttingProxy } from '../support/cuttingProxy.ts';
import { type Named, startNamed } from '../support/named.ts';
import { openTestClient } from '../support/zoneDaemon.ts';
import { readKey, secondsNow } from './dnsKey.ts';
import { ask } from './dnsTcp.ts';

/** What test/model/ownership.pml takes for granted of the name server, as far as no other test asks for it. */
const zone = 'k8s.example.';
let named: Named;
let client: ZoneClient;
beforeAll(async () => {
  named = await startNamed({ zones: [{ name: 'k8s.example' }] });
  client = openTestClient(named, zone);
});
afterAll(async () => {
  client?.close();
  await named?.[Symbol.asyncDispose]();
});

const address = (host: string, rdata: string, ttlSeconds = 30): UpdateOperation => ({
  kind: 'add',
  name: `${host}.${zone}`,
  type: 'A',
  ttlSeconds,
  rdata,
});
const inZone = async (host: string): Promise<string> =>
  (await named.query(`${host}.${zone}`, 'A')).text.replaceAll(/^.* IN A /gm, '').trim();

/** An UPDATE as octets, which can be sent when and as often as one likes. */
const signed = (content: UpdateContent): Uint8Array =>
  signMessage({
    octets: encodeUpdate({ id: randomInt(0x1_0000), zone, ...content }),
    key: readKey(named.key().file),
    timeSeconds: secondsNow(),
  }).octets;
const rcodeOf = async (octets: Uint8Array): Promise<string> => {
  const [answer = Buffer.alloc(0)] = await ask(named.port, octets);
  const header = decodeHeader(answer);
  return header.kind === 'header' ? rcodeName(header.rcode) : header.reason;
};

const claim: Claim = {
  owner: 'me',
  epoch: 1,
  territory: 'svc',
  holder: 'pod/1',
  taking: 'a',
  stopped: false,
};
const next: Claim = { ...claim, epoch: 2, taking: 'b' };

test('a message arrives late or twice, and is done again as long as its prerequisites hold', async () => {
  const [old, fresh] = [formatClaim(claim), formatClaim(next)];
  expect(await client.update(claimUpdate(zone, old, []))).toEqual({ kind: 'applied' });
  const write = signed({ prerequisites: claimFence(zone, [old]), operations: [address('late', '10.0.0.1')] });
  expect(await rcodeOf(write)).toBe('NOERROR');
  await client.update({
    prerequisites: [],
    operations: [{ kind: 'delete-rrset', name: `late.${zone}`, type: 'A' }],
  });
  expect(await rcodeOf(write)).toBe('NOERROR');
  expect(await inZone('late')).toBe('10.0.0.1');

  await client.update({
    prerequisites: [],
    operations: [{ kind: 'delete-rrset', name: `late.${zone}`, type: 'A' }],
  });
  expect(await client.update(claimUpdate(zone, fresh, [old]))).toEqual({ kind: 'applied' });
  expect(await rcodeOf(write)).toBe('NXRRSET');
  expect(await inZone('late')).toBe('');
});

test('of two claims that replace the same one the first is taken, and the other changes nothing', async () => {
  const [held] = (await named.query(`_k8s-bind.${zone}`, 'TXT')).text.trim().split('\n');
  const old = held?.replace(/^.* IN TXT /, '') ?? '';
  const takes = ['x', 'y'].map((taking) =>
    claimUpdate(zone, formatClaim({ ...next, epoch: 3, taking }), [old]),
  );
  const outcomes = await Promise.all(takes.map(async (take) => await client.update(take)));
  expect(outcomes.map(({ kind }) => kind).sort()).toEqual(['applied', 'prerequisite-failed']);
  const { text } = await named.query(`_k8s-bind.${zone}`, 'TXT');
  expect(text.trim().split('\n')).toHaveLength(1);
});

test('a prerequisite of an RRset compares its data, whatever the TTL', async () => {
  await client.update({ prerequisites: [], operations: [address('ttl', '10.0.0.1', 30)] });
  const same = { kind: 'rrset-equals', name: `ttl.${zone}`, type: 'A', rdatas: ['10.0.0.1'] } as const;
  await client.update({ prerequisites: [], operations: [address('ttl', '10.0.0.1', 77)] });
  expect(await client.update({ prerequisites: [same], operations: [] })).toEqual({ kind: 'applied' });
});

test.each([
  ['the request is lost on its way', 'toServer', ''],
  ['the answer is lost on its way', 'toClient', '10.0.0.9'],
] as const)(
  'when %s the outcome is unknown, and the zone alone says whether it was done',
  async (_what, direction, rdata) => {
    await using proxy = await startCuttingProxy(named);
    proxy.cutNext = () => ({ direction, octets: 20 });
    const cut = openTestClient(named, zone, { port: proxy.port });
    const host = direction.toLowerCase();
    const outcome = await cut.update({ prerequisites: [], operations: [address(host, '10.0.0.9')] });
    cut.close();
    expect(outcome.kind).toBe('unknown');
    expect(proxy.cuts()).toBe(1);
    expect(await inZone(host)).toBe(rdata);
  },
);

test('a transfer shows the zone between two messages, never within one', async () => {
  const pair = (rdata: string, before?: string): UpdateContent => ({
    prerequisites: [],
    operations: ['left', 'right'].flatMap((host) => [
      ...(before === undefined
        ? []
        : [{ kind: 'delete-record', name: `${host}.${zone}`, type: 'A', rdata: before } as const]),
      address(host, rdata),
    ]),
  });
  await client.update(pair('10.1.0.0'));
  const filler = Array.from({ length: 3_000 }, (_, at) => address(`n${at}`, '10.2.0.1'));
  for (let at = 0; at < filler.length; at += 500)
    await client.update({ prerequisites: [], operations: filler.slice(at, at + 500) });
  const reading = new AbortController();
  const write = async (): Promise<number> => {
    let written = 0;
    for (; !reading.signal.aborted; written += 1)
      await client.update(pair(`10.1.0.${(written + 1) % 250}`, `10.1.0.${written % 250}`));
    return written;
  };
  const writing = write();
  const seen: string[] = [];
  const reader = openTestClient(named, zone);
  for (let time = 0; time < 30; time += 1) {
    const found = new Map<string, string>();
    const result = await reader.transfer(undefined, {
      begin: () => undefined,
      record: (_change, { name, rdata }) => void found.set(name, rdata),
      other: () => undefined,
    });
    expect(result.kind).toBe('complete');
    expect(found.get(`left.${zone}`)).toBe(found.get(`right.${zone}`));
    seen.push(found.get(`left.${zone}`) ?? '');
  }
  reading.abort();
  reader.close();
  expect(await writing).toBeGreaterThan(30);
  expect(new Set(seen).size).toBeGreaterThan(10);
});
