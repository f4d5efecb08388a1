import { expect, test } from 'vitest';
import { createAnnouncer } from '../../../../src/daemon/tell/createAnnouncer.ts';
import { goodStatus } from '../../telemetry/support.ts';

test('makes no status for the messages of a first sync, and says that it is ready when that is over', () => {
  const said: string[] = [];
  const asked: string[] = [];
  let isWritten = false;
  const say = (what: string) => (text: string) => void said.push(`${what}: ${text}`);
  const announce = createAnnouncer({
    systemd: {
      ready: say('ready'),
      status: say('status'),
      stopping: say('stopping'),
      close: async () => undefined,
    },
    mayBeReady: () => isWritten,
    status: () => {
      asked.push('status');
      return {
        ...goodStatus,
        zones: goodStatus.zones.map((zone) => ({ ...zone, state: stateOf(isWritten) })),
      };
    },
  });
  for (let message = 0; message < 40; message += 1) announce();
  expect({ asked: asked.length, said }).toEqual({
    asked: 1,
    said: [expect.stringMatching(/^status: .* syncing, /)],
  });
  isWritten = true;
  announce();
  announce();
  expect(said.slice(1)).toEqual([expect.stringMatching(/^ready: .* inStep, /)]);
});

const stateOf = (isWritten: boolean) => (isWritten ? 'inStep' : 'syncing');
