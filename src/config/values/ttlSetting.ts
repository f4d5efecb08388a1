import type { TtlKind } from '../../records/recordOptions.ts';
import { fault, type Parsed, value } from '../parsed.ts';
import { parseTtlSeconds } from './parseDurationMs.ts';
import { orList } from './parseText.ts';

/** What a TTL can be set for apart: the source of a record. */
const KINDS = {
  'cluster-ip': 'clusterIp',
  endpoints: 'endpoints',
  external: 'external',
  node: 'node',
  'external-name': 'externalName',
  'dns-version': 'version',
} as const satisfies Record<string, TtlKind>;
type KindWord = keyof typeof KINDS;

/** One entry of `--ttl`: for one kind of record, or for all. */
export type TtlSetting = { readonly of: TtlKind | 'all'; readonly ttlSeconds: number };

/** `DURATION` for all records, or `KIND=DURATION` for one kind. */
export const parseTtlSetting = (text: string): Parsed<TtlSetting> => {
  const [word = '', duration, ...more] = text.split('=');
  if (duration === undefined) return ttlSetting('all', word);
  if (!Object.hasOwn(KINDS, word) || more.length > 0) {
    return fault(`the kind "${word}"`, orList(Object.keys(KINDS)));
  }
  return ttlSetting(KINDS[word as KindWord], duration);
};

const ttlSetting = (of: TtlSetting['of'], duration: string): Parsed<TtlSetting> => {
  const parsed = parseTtlSeconds(duration);
  return parsed.kind === 'fault' ? parsed : value({ of, ttlSeconds: parsed.value });
};
