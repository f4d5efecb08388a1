import { expect, test } from 'vitest';
import type { ZoneEnd } from '../../../src/controller/zoneEvent.ts';
import { createCurrentTerm } from '../../../src/daemon/createCurrentTerm.ts';

const claim = { owner: 'test', epoch: 2, territory: 'svc', holder: 'there/2', stopped: false };
const ending = (end: ZoneEnd) => ({
  zones: [],
  run: async () => [{ zone: 'k8s.example.', keyName: 'k8s-bind', end }],
});
const { signal } = new AbortController();

test('zones that another writer took are shown until the next term, and written no more', async () => {
  const term = createCurrentTerm();
  const fenced = ending({ kind: 'fenced', by: claim });
  await term.run(fenced, signal);
  expect(term.zones()).toBeUndefined();
  expect(term.shown()).toBe(fenced.zones);
  const stopped = ending({ kind: 'stopped' });
  const running = term.run(stopped, signal);
  expect(term.shown()).toBe(stopped.zones);
  await running;
  expect(term.shown()).toBeUndefined();
});
