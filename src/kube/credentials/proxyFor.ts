import { BlockList, isIP } from 'node:net';

/**
 * The proxy that the environment asks for, by the rules of Go's programs: HTTPS_PROXY or HTTP_PROXY by the
 * scheme, in either case, never for the loopback, and not for what NO_PROXY lists (`*`, host names,
 * `.suffixes`, addresses, CIDRs, each perhaps with a port).
 */
export const proxyFor = (server: URL, env: NodeJS.ProcessEnv): string | undefined => {
  const read = (name: string): string => env[name] ?? env[name.toLowerCase()] ?? '';
  const proxy = read(server.protocol === 'https:' ? 'HTTPS_PROXY' : 'HTTP_PROXY');
  if (proxy === '') return undefined;
  const host = server.hostname.replace(/^\[(.*)\]$/, '$1');
  if (isLoopback(host)) return undefined;
  const excepted = read('NO_PROXY')
    .split(',')
    .some((entry) => matches(entry.trim(), host, server.port || defaultPort(server)));
  if (excepted) return undefined;
  return proxy.includes('://') ? proxy : `http://${proxy}`;
};

const isLoopback = (host: string): boolean =>
  host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'));

const matches = (entry: string, host: string, port: string): boolean => {
  if (entry === '') return false;
  if (entry === '*') return true;
  if (entry.includes('/')) return inNetwork(host, entry);
  const [, name = entry, entryPort] =
    /^\[?(.*?)\]?(?::(\d+))?$/.exec(isIP(entry) === 6 ? `[${entry}]` : entry) ?? [];
  if (entryPort !== undefined && entryPort !== port) return false;
  if (isIP(host) !== 0) return name === host;
  const suffix = name.replace(/^\*?\.?/, '').toLowerCase();
  return host.endsWith(`.${suffix}`) || (!name.startsWith('.') && host === suffix);
};

const inNetwork = (host: string, cidr: string): boolean => {
  const [network = '', bits = ''] = cidr.split('/');
  const family = isIP(network);
  if (family === 0 || family !== isIP(host) || !/^\d{1,3}$/.test(bits)) return false;
  const type = family === 6 ? 'ipv6' : 'ipv4';
  if (Number(bits) > (family === 6 ? 128 : 32)) return false;
  const list = new BlockList();
  list.addSubnet(network, Number(bits), type);
  return list.check(host, type);
};

const defaultPort = (server: URL): string => (server.protocol === 'https:' ? '443' : '80');
