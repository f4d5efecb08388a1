import { expect, test } from 'vitest';
import { listenFault } from '../../../src/daemon/listenFault.ts';

const failed = (code: string) => Object.assign(new Error('listen'), { code });

test.each([
  [
    'EACCES',
    'Cannot use --listen "[::1]:80": found no right to use that port, needed one above 1023, or CAP_NET_BIND_SERVICE',
  ],
  ['EADDRINUSE', 'Cannot use --listen "[::1]:80": found another program on that port, needed a free one'],
  [
    'EINVAL',
    'Cannot use --listen "[::1]:80": found the error EINVAL, needed an address of this host and a free port',
  ],
])('an address that cannot be listened on for %s says what is needed', (code, line) => {
  expect(listenFault('--listen', { host: '::1', port: 80 }, failed(code))).toBe(line);
});
