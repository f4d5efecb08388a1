import type { TtlKind } from '../records/recordOptions.ts';
import { OPTIONS } from './options.ts';
import { parseTtlSetting, type TtlSetting } from './values/ttlSetting.ts';

/** The TTL of each kind: its own setting, else the one for all, else what the option table has for it. */
export const ttlSecondsByKind = (settings: readonly TtlSetting[]): Readonly<Record<TtlKind, number>> => {
  const of = (kind: TtlKind): number =>
    find(settings, kind) ?? find(settings, 'all') ?? find(defaults, kind) ?? find(defaults, 'all') ?? 0;
  return {
    clusterIp: of('clusterIp'),
    endpoints: of('endpoints'),
    external: of('external'),
    node: of('node'),
    externalName: of('externalName'),
    version: of('version'),
  };
};

const find = (settings: readonly TtlSetting[], of: TtlSetting['of']): number | undefined =>
  settings.findLast((setting) => setting.of === of)?.ttlSeconds;

const defaults: readonly TtlSetting[] = [OPTIONS.ttl.fallback ?? []].flat().flatMap((text) => {
  const parsed = parseTtlSetting(text);
  return parsed.kind === 'value' ? [parsed.value] : [];
});
