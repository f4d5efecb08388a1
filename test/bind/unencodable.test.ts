import { expect, test } from 'vitest';
import { startNamed } from '../support/named.ts';
import { openTestClient } from '../support/zoneDaemon.ts';

const label = 'x'.repeat(63);

test.each([
  ['name', `${label}.${label}.${label}.${label}.k8s.example.`, '192.0.2.1'],
  ['A', 'www.k8s.example.', '192.0.2.999'],
])(
  'an UPDATE that cannot be encoded (%s) is an outcome like a refusal, so that one bad record ends nothing; the next goes through',
  async (what, name, rdata) => {
    await using named = await startNamed();
    const client = openTestClient(named, 'k8s.example.');
    const add = (owner: string, address: string) =>
      client.update({
        prerequisites: [],
        operations: [{ kind: 'add', name: owner, type: 'A', ttlSeconds: 30, rdata: address }],
      });
    try {
      expect(await add(name, rdata)).toEqual({
        kind: 'rejected',
        rcode: expect.stringContaining(`not sent: Cannot use the ${what} "`),
      });
      expect(await add('www.k8s.example.', '192.0.2.1')).toEqual({ kind: 'applied' });
    } finally {
      client.close();
    }
  },
);
