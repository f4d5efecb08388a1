import { expect, test } from 'vitest';
import { connect } from '../../../src/server/connection.ts';

test('TLS files that are no certificate or key make the server unreachable, with the reason', async () => {
  const handlers = { message: () => undefined, closed: () => undefined };
  const tls = { cert: 'not a certificate', key: 'not a key' };
  const result = await connect({ host: '127.0.0.1', port: 853, tls }, handlers);
  expect(result).toMatchObject({
    kind: 'unreachable',
    reason: expect.stringMatching(/^127\.0\.0\.1:853: .*PEM/),
  });
});
