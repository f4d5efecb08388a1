import { expect, test } from 'vitest';
import { writePass } from '../../../../src/controller/write/writePass.ts';
import { zoneViewOf } from '../../../../src/controller/zoneView.ts';
import { publishedRrsets } from '../../../../src/daemon/status/publishedServices.ts';
import { applyRecord } from '../../../../src/zone/mirror.ts';
import { testContext } from '../../../support/testContext.ts';

const zone = 'k8s.example.';
const lines = (rrsets: Iterable<{ name: string; type: string; rdatas: readonly string[] }>) =>
  [...rrsets].map(({ name, type, rdatas }) => `${name} ${type} ${rdatas.join(',')}`).sort();

test('what is shown as ours is what stands in the zone, and nothing of another writer', async () => {
  const { context, put } = testContext({
    update: async ({ operations }) =>
      operations.some(({ name }) => name.includes('refused')) ? { kind: 'refused' } : { kind: 'applied' },
  });
  const mirror = context.standing.mirror();
  if (mirror === undefined) throw new Error('not read');
  // The short name of `taken` is somebody else's.
  applyRecord(mirror, 'add', { name: `taken.${zone}`, type: 'A', ttlSeconds: 60, rdata: '192.0.2.1' });
  put('default/web', '10.96.0.1');
  put('default/taken', '10.96.0.2');
  const loop = { parts: context, view: zoneViewOf(context) };
  const shown = () => lines(publishedRrsets([{ zone, access: {}, desired: context.desired, loop }]));
  expect(shown()).toEqual([]);

  await writePass(context, async () => undefined);
  put('default/refused', '10.96.0.3');
  await writePass(context, async () => undefined);
  expect(shown()).toEqual([
    `_http._tcp.taken.default.svc.${zone} SRV 0 100 80 taken.default.svc.${zone}`,
    `_http._tcp.web.default.svc.${zone} SRV 0 100 80 web.default.svc.${zone}`,
    `_http._tcp.web.${zone} SRV 0 100 80 web.${zone}`,
    `taken.default.svc.${zone} A 10.96.0.2`,
    `web.default.svc.${zone} A 10.96.0.1`,
    `web.${zone} A 10.96.0.1`,
  ]);
});
