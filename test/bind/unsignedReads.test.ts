import { afterAll, beforeAll, expect, test } from 'vitest';
import { claimName } from '../../src/zone/claim.ts';
import { startHostileRelay } from '../support/hostileRelay.ts';
import { readFullNow } from '../support/loopFacts.ts';
import { type Named, startNamed } from '../support/named.ts';
import { waitFor } from '../support/waitFor.ts';
import { startZoneDaemon } from '../support/zoneDaemon.ts';

// As with GSS-TSIG: transfers are allowed by address, and nothing vouches for what they say.
let named: Named;
beforeAll(async () => {
  const zones = ['forged.example', 'filled.example', 'other.example'];
  named = await startNamed({ zones: zones.map((name) => ({ name, transfer: 'allow-transfer { any; };' })) });
});
afterAll(() => named[Symbol.asyncDispose]());

const replaced = (octets: Buffer, from: string, to: string): Buffer => {
  const at = octets.indexOf(from);
  const changed = Buffer.from(octets);
  if (at >= 0) changed.write(to, at);
  return changed;
};

test('a forged transfer that shows another owner does not end the process, and nothing is changed for it', async () => {
  const zone = 'forged.example.';
  await using relay = await startHostileRelay(named);
  await using daemon = startZoneDaemon(named, { zone, port: relay.port, unsignedReads: true });
  daemon.store.put('shop/web', '10.96.0.1');
  await named.nsupdate(`update add neighbour.${zone} 60 A 192.0.2.1`);
  await daemon.settled();
  const claim = await named.dig('+short', claimName(zone), 'TXT');
  expect(claim).toContain('owner=test');

  relay.misbehave(({ what }) =>
    what === 'transfer'
      ? { kind: 'change', change: (octets) => [replaced(octets, 'owner=test', 'owner=evil')] }
      : { kind: 'pass' },
  );
  readFullNow(daemon.loop);
  daemon.loop.zoneChanged();
  await waitFor('the claim was asked for again', () => daemon.of('update-failed').length > 0);
  relay.misbehave(undefined);
  daemon.store.put('shop/web', '10.96.0.2');
  await waitFor('it goes on', () => named.dig('+short', `web.shop.svc.${zone}`, 'A'), {
    until: (text) => text === '10.96.0.2',
  });
  expect(await named.dig('+short', claimName(zone), 'TXT')).toBe(claim);
  expect(await named.dig('+short', `neighbour.${zone}`, 'A')).toBe('192.0.2.1');
});

test('another owner who is really there ends the process, and so does what really fills the territory', async () => {
  await using theirs = startZoneDaemon(named, { zone: 'other.example.', options: { owner: 'them' } });
  await theirs.settled();
  await using daemon = startZoneDaemon(named, { zone: 'other.example.', unsignedReads: true });
  expect(await daemon.end).toMatchObject({ kind: 'foreign-owner', claim: { owner: 'them' } });

  await named.nsupdate('update add web.shop.svc.filled.example. 60 A 192.0.2.7');
  await using second = startZoneDaemon(named, { zone: 'filled.example.', unsignedReads: true });
  expect(await second.end).toMatchObject({ kind: 'occupied', total: 1 });
  expect(await named.dig('+short', 'web.shop.svc.filled.example.', 'A')).toBe('192.0.2.7');
});
