import { expect, test } from 'vitest';
import { createNsupdate } from '../../src/server/nsupdate.ts';
import { startNamed } from '../support/named.ts';

const zone = 'k8s.example.';

test('the nsupdate updater comes to the same outcomes as our own client, against BIND', async () => {
  await using named = await startNamed({
    zones: [
      { name: 'k8s.example', update: 'allow-update { 127.0.0.1; };' },
      { name: 'static.example', update: '' },
    ],
  });
  const server = { host: named.address, port: named.port };
  const update = createNsupdate({ server, zone, signing: [], env: process.env });
  const add = { kind: 'add', name: `web.${zone}`, type: 'A', ttlSeconds: 30, rdata: '10.0.0.1' } as const;
  const absent = { kind: 'rrset-absent', name: `web.${zone}`, type: 'A' } as const;

  expect(await update({ prerequisites: [absent], operations: [add] })).toEqual({ kind: 'applied' });
  expect(await named.dig(`web.${zone}`, 'A', '+short')).toBe('10.0.0.1');
  expect(await update({ prerequisites: [absent], operations: [add] })).toEqual({
    kind: 'prerequisite-failed',
    rcode: 'YXRRSET',
  });

  const other = createNsupdate({ server, zone: 'static.example.', signing: [], env: process.env });
  const refused = { ...add, name: 'web.static.example.' };
  expect(await other({ prerequisites: [], operations: [refused] })).toEqual({ kind: 'refused' });

  // What the server does not like it refuses itself, so that the one record can be found.
  const badName = { ...add, name: `_bad.${zone}` };
  const badTarget = { ...add, type: 'MX', rdata: '10 _bad.example.net.' } as const;
  for (const operation of [badName, badTarget])
    expect(await update({ prerequisites: [], operations: [operation] })).toEqual({ kind: 'refused' });

  // What nsupdate does not take itself is as what the server rejects, and nothing of the message is written.
  const unreadable = [
    { ...add, type: 'NAPTR', rdata: '1 1 "" "" "!a**!b!" .' },
    { ...add, type: 'MX', rdata: 'ten mail.example.net.' },
  ] as const;
  for (const operation of unreadable)
    expect(
      await update({ prerequisites: [], operations: [{ ...add, name: `other.${zone}` }, operation] }),
    ).toEqual({
      kind: 'rejected',
      rcode: expect.stringMatching(
        /^nothing, since nsupdate does not take it: invalid rdata format: [a-z ]+$/,
      ),
    });
  expect(await named.dig(`other.${zone}`, 'A', '+short')).toBe('');

  await named.stop();
  // nsupdate does not tell a refused connection from one that was cut, so nothing is known: the zone is read
  // before anything else.
  expect((await update({ prerequisites: [], operations: [add] })).kind).toBe('unknown');
});
