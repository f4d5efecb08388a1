import { setTimeout as sleep } from 'node:timers/promises';
import { createBackoff } from '../backoff.ts';
import { type Cidr, parseCidr } from '../dns/cidr.ts';
import type { DomainName } from '../dns/rrset.ts';
import { orAborted } from '../orAborted.ts';
import type { PointerOptions } from '../records/inside/pointersOf.ts';
import { findReverseZones } from '../server/findReverseZones.ts';
import type { Log } from '../telemetry/log.ts';
import type { Problem } from '../telemetry/problem.ts';
import { makeProblem } from '../telemetry/problems.ts';
import { createSpells, spellClock } from '../telemetry/spells.ts';
import type { ConfiguredZone } from './configureZones.ts';
import { explain } from './explain.ts';
import { keyNameOf, openExchange, type ServerAccess } from './openZoneClient.ts';
import { serverText, viewOf } from './viewOf.ts';

/** One reverse zone on one server, and what its PTRs may point at. */
export type FoundReverseZone = {
  readonly zone: DomainName;
  readonly access: ServerAccess;
  readonly cidrs: readonly Cidr[];
  readonly pointers: readonly PointerOptions[];
  /** All reverse zones that were found on the server: a name belongs to the most specific one. */
  readonly siblings: readonly DomainName[];
  /** Names of the views that the reverse zones of the same name are in. */
  readonly otherViews: readonly string[];
};

export type FoundReverseZones =
  | { readonly kind: 'found'; readonly zones: readonly FoundReverseZone[] }
  /** A network has no zone and must have one. */
  | { readonly kind: 'missing'; readonly problem: Problem }
  | { readonly kind: 'stopped' };

/** Asks each server for the zones of the `--reverse` networks, for as long as it is away. */
export const findAllReverseZones = async (
  configured: readonly ConfiguredZone[],
  log: Log,
  signal: AbortSignal,
): Promise<FoundReverseZones> => {
  const zones = new Map<string, FoundReverseZone>();
  for (const zone of configured) {
    const cidrs = zone.config.reverse.flatMap((text) => parseCidr(text) ?? []);
    if (cidrs.length === 0) continue;
    const found = await askUntilAnswered(zone, cidrs, log, signal);
    if (found === undefined) return { kind: 'stopped' };
    const [missing] = found.missing;
    if (missing !== undefined && zone.config.reverseMissing === 'fail') return missingZone(zone, missing);
    for (const { cidr, name } of found.missing) {
      log.warn('No reverse zone for a network: no PTRs there', { network: cidr.text, name });
    }
    const view = viewOf(zone, configured);
    for (const name of found.zones) merge(zones, zone, name, { view, cidrs, siblings: found.zones });
  }
  return { kind: 'found', zones: tellApart([...zones.values()]) };
};

const askUntilAnswered = async (
  { access, records }: ConfiguredZone,
  cidrs: readonly Cidr[],
  log: Log,
  signal: AbortSignal,
) => {
  const { exchange, close } = openExchange(access);
  const spells = createSpells(log, spellClock);
  const backoff = createBackoff(Math.random, { baseMs: 500, maxMs: 30_000 });
  try {
    while (!signal.aborted) {
      const result = await orAborted(findReverseZones(exchange, cidrs), signal);
      if (result === 'aborted') return undefined;
      if (result.kind === 'found') {
        spells.ended('reverse', { message: 'The name server tells its reverse zones now' });
        return result;
      }
      const facts = { zone: records.zone, server: serverText(access), keyName: keyNameOf(access) };
      const retryMs = backoff.nextMs();
      const { code, message, fix } = explain('reading', result, facts);
      const fields = { code, retryMs, ...(fix === '' ? {} : { fix }) };
      spells.failed('reverse', code, { message, fields });
      await sleep(retryMs, undefined, { signal }).catch(() => undefined);
    }
    return undefined;
  } finally {
    close();
  }
};

const missingZone = (
  { access, config }: ConfiguredZone,
  { cidr, name }: { readonly cidr: Cidr; readonly name: DomainName },
): FoundReverseZones => ({
  kind: 'missing',
  problem: makeProblem('noReverseZone', {
    network: cidr.text,
    zone: config.zone,
    server: serverText(access),
    name,
    key: keyNameOf(access),
  }),
});

/** A reverse zone is one of its own, whatever the forward zone is a part of. */
const ofItsOwn = ({ server, signing, transferKeys, view }: ServerAccess): ServerAccess => ({
  server,
  signing,
  transferKeys,
  ...(view === undefined ? {} : { view }),
});

/** Of reverse zones of one name on several servers, those without a view are told apart by their servers. */
const tellApart = (zones: readonly FoundReverseZone[]): readonly FoundReverseZone[] => {
  const named = zones.map((one) => {
    const hasNamesake = zones.some((other) => other !== one && other.zone === one.zone);
    const view = one.access.view ?? (hasNamesake ? serverText(one.access) : undefined);
    return view === undefined ? one : { ...one, access: { ...one.access, view } };
  });
  return named.map((one) => ({
    ...one,
    otherViews: named.flatMap(({ zone, access }) =>
      zone === one.zone && access.view !== one.access.view ? (access.view ?? []) : [],
    ),
  }));
};

/** Several forward zones may have their PTRs in one reverse zone. */
const merge = (
  zones: Map<string, FoundReverseZone>,
  { access, records, config }: ConfiguredZone,
  zone: DomainName,
  { view, cidrs, siblings }: Pick<FoundReverseZone, 'cidrs' | 'siblings'> & { readonly view: string },
): void => {
  const key = `${view} ${zone}`;
  const before = zones.get(key);
  const pointers: PointerOptions = { records, policy: config.ptr, cidrs };
  zones.set(key, {
    zone,
    access: before?.access ?? ofItsOwn(access),
    cidrs: [...(before?.cidrs ?? []), ...cidrs],
    pointers: [...(before?.pointers ?? []), pointers],
    siblings: [...new Set([...(before?.siblings ?? []), ...siblings])],
    otherViews: [],
  });
};
