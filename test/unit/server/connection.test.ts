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

test('an IPv6 address is named in brackets', async () => {
  const handlers = { message: () => undefined, closed: () => undefined };
  const result = await connect({ host: '::1', port: 1 }, handlers);
  expect(result).toMatchObject({ kind: 'unreachable', reason: expect.stringMatching(/^\[::1\]:1: /) });
});

test('an address is not sent as the name of the server over TLS (RFC 6066 §3)', async () => {
  const warnings: string[] = [];
  const note = ({ message }: Error): void => void warnings.push(message);
  process.on('warning', note);
  const handlers = { message: () => undefined, closed: () => undefined };
  await connect({ host: '127.0.0.1', port: 1, tls: {} }, handlers);
  await new Promise(setImmediate);
  process.off('warning', note);
  expect(warnings).toEqual([]);
});
