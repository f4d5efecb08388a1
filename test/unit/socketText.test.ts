import { expect, test } from 'vitest';
import { listenFault } from '../../src/daemon/listenFault.ts';
import { serverAccessOf } from '../../src/setup/serverAccessOf.ts';
import { serverText } from '../../src/setup/viewOf.ts';
import { factsOf } from '../../src/setup/zoneParts.ts';
import { socketText } from '../../src/socketText.ts';
import { config } from './config/support.ts';

test.each([
  ['192.0.2.1', '192.0.2.1:53'],
  ['ns.example', 'ns.example:53'],
  ['2001:db8::1', '[2001:db8::1]:53'],
])('the host %s with its port is %s', (host, text) => {
  expect(socketText({ host, port: 53 })).toBe(text);
});

test('an IPv6 server is in brackets wherever it is shown, and no name for TLS', () => {
  const argv = ['run', '--zone', 'k8s.example', '--server', 'tls://[2001:db8::1]:8853'];
  const [zone] = config({ argv: [...argv, '--tsig-key-name', 'k', '--tsig-secret', 'YQ=='] }).zones;
  const result = zone && serverAccessOf(zone, {});
  if (result?.kind !== 'access') throw new Error(JSON.stringify(result));
  const { access } = result;
  expect(serverText(access)).toBe('[2001:db8::1]:8853');
  expect(factsOf(access, 'k8s.example.').server).toBe('[2001:db8::1]:8853');
  expect(access.server).toMatchObject({ host: '2001:db8::1', tls: {} });
  expect(access.server.tls).not.toHaveProperty('servername');
});

test('an IPv6 address that cannot be listened on is in brackets', () => {
  expect(listenFault('--listen', { host: '::1', port: 80 }, new Error('x'))).toContain('"[::1]:80"');
});
