import { readFileSync } from 'node:fs';
import type { ZoneConfig } from '../config/options.ts';
import { parseAlgorithm, type TsigKey, tsigSecret } from '../dns/tsig/tsigKey.ts';
import type { ServerAddress } from '../server/connection.ts';
import { createKeyRing, type KeyRing } from '../server/keyRing.ts';
import type { ServerAccess, Signing } from './openZoneClient.ts';
import { readKeyFile } from './readKeyFile.ts';

export type ServerAccessResult =
  | { readonly kind: 'access'; readonly access: ServerAccess }
  /** One line for the user. */
  | { readonly kind: 'problem'; readonly line: string };

/**
 * Where a zone's server is and with what keys it is spoken to. The key file is read now, and again whenever
 * the server does not know the key.
 */
export const serverAccessOf = (config: ZoneConfig, env: NodeJS.ProcessEnv): ServerAccessResult => {
  const server = tryServerAddress(config);
  if (typeof server === 'string') return { kind: 'problem', line: server };
  const keys = config.gssTsig ? undefined : keyRingOf(config);
  if (typeof keys === 'string') return { kind: 'problem', line: keys };
  const transferKeys = config.transferKeyFile === undefined ? keys : ringFromFile(config.transferKeyFile);
  if (typeof transferKeys === 'string') return { kind: 'problem', line: transferKeys };
  const signing: Signing = keys === undefined ? { kind: 'gss', env } : { kind: 'tsig', keys };
  const { zone, below } = config;
  const larger = below === undefined ? {} : { largerZone: zone.slice(below.length) };
  const view = config.view === undefined ? {} : { view: config.view };
  return { kind: 'access', access: { server, signing, transferKeys, ...larger, ...view } };
};

const keyRingOf = (config: ZoneConfig): KeyRing | string => {
  const { tsigSecret: base64, tsigKeyName: name } = config;
  if (base64 === undefined) return ringFromFile(config.keyFile, name);
  if (name === undefined) return 'Cannot use --tsig-secret: the key has no name, --tsig-key-name is needed';
  const parsed = parseAlgorithm(config.tsigAlgorithm);
  if (parsed.kind === 'problem') return parsed.message;
  const { kind: _, ...algorithm } = parsed;
  const key: TsigKey = { name, ...algorithm, secret: tsigSecret(Buffer.from(base64, 'base64')) };
  return createKeyRing(key, () => key);
};

const ringFromFile = (file: string, keyName?: string): KeyRing | string => {
  const first = readKeyFile(file, keyName);
  if (typeof first === 'string') return first;
  const read = (): TsigKey | undefined => {
    const next = readKeyFile(file, keyName);
    return typeof next === 'string' ? undefined : next;
  };
  return createKeyRing(first, read, file);
};

const tryServerAddress = (config: ZoneConfig): ServerAddress | string => {
  try {
    return serverAddressOf(config);
  } catch (error) {
    const { code, path = '' } = error as NodeJS.ErrnoException;
    const files = [config.tlsCa, config.tlsCert, config.tlsKey].filter((file) => file !== undefined);
    const file = path === '' ? files.join('", "') : path;
    return `Cannot use TLS with "${file}": found the error ${String(code)}, needed files that can be read`;
  }
};

export const serverAddressOf = (config: ZoneConfig): ServerAddress => {
  const { host, port, transport } = config.server;
  if (transport === 'tcp') return { host, port };
  return {
    host,
    port,
    tls: {
      ...(config.tlsServerName === undefined ? {} : { servername: config.tlsServerName }),
      ...(config.tlsCa === undefined ? {} : { ca: readFileSync(config.tlsCa) }),
      ...(config.tlsCert === undefined ? {} : { cert: readFileSync(config.tlsCert) }),
      ...(config.tlsKey === undefined ? {} : { key: readFileSync(config.tlsKey) }),
    },
  };
};
