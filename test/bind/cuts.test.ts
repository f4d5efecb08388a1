import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Named, startNamed } from '../support/named.ts';
import { waitFor } from '../support/waitFor.ts';
import { startZoneDaemon } from '../support/zoneDaemon.ts';

const zones = [
  'claim.example',
  'later.example',
  'names.example',
  'parent.example',
  'svc.parent.example',
  'k8s.example',
];
let named: Named;
beforeAll(async () => {
  named = await startNamed({ zones: zones.map((name) => ({ name })) });
});
afterAll(async () => {
  await named[Symbol.asyncDispose]();
});

test.each(['svc', 'default.svc', 'web.default.svc'])(
  'a zone that delegates %s is not claimed: nothing of ours below would be answered',
  async (label) => {
    await named.nsupdate(`update add ${label}.claim.example. 60 NS elsewhere.example.`);
    const daemon = startZoneDaemon(named, { zone: 'claim.example.' });
    daemon.store.put('default/web', '10.96.0.1');
    expect(await daemon.end).toMatchObject({
      kind: 'occupied',
      cuts: [{ name: `${label}.claim.example.`, type: 'NS' }],
      total: 1,
    });
    await daemon.stop();
    await named.nsupdate(`update delete ${label}.claim.example. NS`);
    expect(daemon.updates).toEqual([]);
  },
);

test('a zone whose own name is a DNAME is not claimed', async () => {
  // BIND takes no DNAME above the zone's own name server.
  await named.nsupdate(`update add claim.example. 3600 NS ns.elsewhere.example.
update delete claim.example. NS ns.claim.example.
update add claim.example. 60 DNAME elsewhere.example.`);
  const daemon = startZoneDaemon(named, { zone: 'claim.example.' });
  expect(await daemon.end).toMatchObject({
    kind: 'occupied',
    cuts: [{ name: 'claim.example.', type: 'DNAME' }],
    total: 1,
  });
  await daemon.stop();
  await named.nsupdate('update delete claim.example. DNAME');
  expect(daemon.updates).toEqual([]);
});

test('a name at or below a delegation or a DNAME is a conflict, and ours when that has gone', async () => {
  const zone = 'names.example.';
  await named.nsupdate(`update add web.${zone} 60 NS elsewhere.example.`);
  await using daemon = startZoneDaemon(named, { zone });
  daemon.store.put('default/web', '10.96.0.1');
  daemon.store.put('default/api', '10.96.0.2');
  await daemon.settled();
  expect([...daemon.loop.view.conflicts().keys()].sort()).toEqual([`_http._tcp.web.${zone}`, `web.${zone}`]);
  expect(daemon.of('conflict')[0]?.reason).toContain('delegated (NS)');
  expect(await named.dig('+short', `api.${zone}`, 'A')).toBe('10.96.0.2');
  expect(daemon.of('wrong-answer')).toEqual([]);

  await named.nsupdate(`update delete web.${zone} NS`);
  await waitFor('ours', () => named.dig('+short', `web.${zone}`, 'A'), {
    until: (text) => text === '10.96.0.1',
  });
  await daemon.settled();
  expect(daemon.loop.view.conflicts().size).toBe(0);
});

test('a delegation that comes later hides what was written: that is reported until it has gone', async () => {
  const zone = 'later.example.';
  await using daemon = startZoneDaemon(named, { zone });
  daemon.store.put('shop/web', '10.96.0.1');
  await daemon.settled();
  await named.nsupdate(`update add shop.svc.${zone} 60 NS elsewhere.example.`);
  await waitFor('the wrong answer', () => daemon.of('wrong-answer').length > 0);
  expect(daemon.of('wrong-answer')[0]).toMatchObject({
    name: `web.shop.svc.${zone}`,
    found: `refers to other servers at shop.svc.${zone}`,
  });
  expect(daemon.loop.view.wrongAnswers().length).toBeGreaterThan(0);
  await named.nsupdate(`update delete shop.svc.${zone} NS`);
  await waitFor('right again', () => daemon.of('answers-right').length === 1);
  expect(daemon.loop.view.wrongAnswers()).toEqual([]);
});

test('a more specific zone on the same server hides the territory, and is named', async () => {
  await using daemon = startZoneDaemon(named, { zone: 'parent.example.' });
  daemon.store.put('shop/web', '10.96.0.1');
  await waitFor('the wrong answer', () => daemon.of('wrong-answer').length > 0);
  expect(daemon.of('wrong-answer')[0]).toMatchObject({
    name: 'web.shop.svc.parent.example.',
    found: 'answers from zone svc.parent.example., which is more specific',
  });
});

test('where everything is answered as written, nothing is said', async () => {
  await using daemon = startZoneDaemon(named);
  daemon.store.put('default/web', '10.96.0.1');
  daemon.store.putHeadless('shop/db', ['10.1.0.1', '10.1.0.2']);
  daemon.store.putSpec('shop/out', { type: 'ExternalName', externalName: 'a.example.net' });
  await daemon.settled();
  await waitFor(
    'they were asked for',
    () => daemon.loop.parts.answers.dueAtMs() === Number.POSITIVE_INFINITY,
  );
  expect(daemon.of('wrong-answer')).toEqual([]);
});
