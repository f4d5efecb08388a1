import { describe, expect, it } from 'vitest';
import { proxyFor } from '../../../../src/kube/credentials/proxyFor.ts';

const proxy = 'http://proxy:3128';
const isProxied = (server: string, noProxy: string): boolean =>
  proxyFor(new URL(server), { HTTPS_PROXY: proxy, HTTP_PROXY: proxy, NO_PROXY: noProxy }) === proxy;

describe('proxyFor', () => {
  it('goes by the scheme, in either case, and adds a scheme to a bare host', () => {
    expect(proxyFor(new URL('https://a'), { HTTPS_PROXY: proxy })).toBe(proxy);
    expect(proxyFor(new URL('http://a'), { HTTPS_PROXY: proxy })).toBeUndefined();
    expect(proxyFor(new URL('http://a'), { http_proxy: 'proxy:3128' })).toBe(proxy);
    expect(proxyFor(new URL('https://a'), {})).toBeUndefined();
  });

  it.each([
    ['http://localhost:8080', ''],
    ['https://127.0.0.1:6443', ''],
    ['https://[::1]:6443', ''],
    ['https://api.example', '*'],
    ['https://api.example', 'other, api.example'],
    ['https://api.example', 'example'],
    ['https://api.example', '.example'],
    ['https://api.example', '*.example'],
    ['https://api.example:6443', 'api.example:6443'],
    ['https://api.example', 'API.Example:443'],
    ['https://10.0.0.1', '10.0.0.1'],
    ['https://10.0.0.1', '10.0.0.0/8'],
    ['https://[fd00::1]', 'fd00::/8'],
    ['https://[fd00::1]', 'fd00::1'],
    ['https://[fd00::1]', '[fd00::1]:443'],
  ])('goes to %s directly with NO_PROXY=%s', (server, noProxy) => {
    expect(isProxied(server, noProxy)).toBe(false);
  });

  it.each([
    ['https://api.example', ''],
    ['https://api.example', 'other.example'],
    ['https://notexample', 'example'],
    ['https://example', '.example'],
    ['https://api.example:6443', 'api.example:443'],
    ['https://10.0.0.1', '10.0.0.0/33'],
    ['https://11.0.0.1', '10.0.0.0/8'],
    ['https://10.0.0.1', 'fd00::/8'],
    ['https://10.0.0.1', '0.0.1'],
  ])('goes to %s through the proxy with NO_PROXY=%s', (server, noProxy) => {
    expect(isProxied(server, noProxy)).toBe(true);
  });
});
