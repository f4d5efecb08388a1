import { expect, onTestFinished, test } from 'vitest';
import { startHttpServer } from '../../../src/telemetry/httpServer.ts';
import { createLog } from '../../../src/telemetry/log.ts';
import type { HeldDeletion } from '../../../src/telemetry/status.ts';
import { goodStatus, goodZone, keptOutput, noSources } from '../telemetry/support.ts';
import { runInProcess } from './support.ts';

const guard: HeldDeletion = { code: 'guarded', message: '', fix: '', deletes: 40, owned: 100, sinceMs: 1 };
const names = ['k8s.example.com.', '96.10.in-addr.arpa.'];

/** The status server of a daemon whose zones all hold something back; `released` ones do no longer. */
const daemon = async (released: readonly string[] = [], views: readonly string[] = []) => {
  const confirmed: (string | undefined)[] = [];
  const inViews = views.map((view) => ({ ...goodZone, zone: 'split.example.', view, guard }));
  const zones = [...names.map((zone) => ({ ...goodZone, zone, guard })), ...inViews];
  const status = { ...goodStatus, zones };
  const server = await startHttpServer(
    {
      log: createLog({ level: 'silent', format: 'json', env: {}, out: keptOutput() }),
      sources: {
        ...noSources(() => status),
        confirmDelete: (zone, view) => {
          confirmed.push(view === undefined ? zone : `${zone} ${view}`);
          return zone === undefined || !released.includes(zone) ? 40 : 0;
        },
      },
    },
    { host: '127.0.0.1', port: 0 },
  );
  onTestFinished(server.close);
  const run = (...args: readonly string[]) =>
    runInProcess(['confirm-delete', '--listen', `127.0.0.1:${server.address.port}`, '--yes', ...args]);
  return { run, confirmed };
};

test('without a zone all that is held back is confirmed', async () => {
  const { run, confirmed } = await daemon();
  expect(await run()).toMatchObject({ exitCode: 0, out: 'the deletions go on\n' });
  expect(confirmed).toEqual(names);
});

test('with --below the subtree is meant, and no other zone is touched', async () => {
  const { run, confirmed } = await daemon();
  const subtree = ['--zone', 'example.com.', '--below', 'k8s'];
  expect(await run(...subtree)).toMatchObject({ exitCode: 0, out: 'the deletions go on\n' });
  expect(confirmed).toEqual(['k8s.example.com.']);
});

test('where nothing is held in the zone that was named, the others are', async () => {
  const { run, confirmed } = await daemon();
  expect((await run('--zone', 'example.com.')).out).toBe(`nothing is held back in zone example.com.
zone k8s.example.com. holds 40 back: --zone k8s.example.com.
zone 96.10.in-addr.arpa. holds 40 back: --zone 96.10.in-addr.arpa.
`);
  expect(confirmed).toEqual([]);
});

test('what is held no longer when it is confirmed is not said to go on', async () => {
  const { run } = await daemon(names);
  expect(await run()).toMatchObject({ exitCode: 0, out: 'nothing is held back any more\n' });
});

test('of zones of one name that of the view is meant, and each is said with its view', async () => {
  const { run, confirmed } = await daemon([], ['internal', 'external']);
  const external = ['--zone', 'split.example.', '--view', 'external'];
  expect(await run(...external)).toMatchObject({ exitCode: 0, out: 'the deletions go on\n' });
  expect(confirmed).toEqual(['split.example. external']);
  expect((await run('--zone', 'none.example.')).out).toContain(
    'zone split.example. (view internal) holds 40 back: --zone split.example. --view internal\n',
  );
  confirmed.length = 0;
  await run('--zone', 'split.example.');
  expect(confirmed).toEqual(['split.example. internal', 'split.example. external']);
});
