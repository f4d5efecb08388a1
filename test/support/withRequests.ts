import type { DesiredName, DesiredZone } from '../../src/controller/desired/desiredZone.ts';
import { toRrsets } from '../../src/zone/toRrsets.ts';
import { nameUnit } from '../../src/zone/unit.ts';
import { parseZoneText } from './parseZoneText.ts';

/** Names that other objects than Services request, with records of any type, by name. */
export type Requests = Map<string, DesiredName>;

/** Stands before the name where a Service's key would be. */
const prefix = 'request:';

export const requestKey = (name: string): string => `${prefix}${name}`;

/** What a zone should hold when these requests come beside those of Services, and win. */
export const withRequests = (desired: DesiredZone, requests: Requests): DesiredZone => ({
  ...desired,
  put: (key, snapshot) =>
    key.startsWith(prefix) ? [nameUnit(key.slice(prefix.length))] : desired.put(key, snapshot),
  names: () => new Set([...desired.names(), ...requests.keys()]),
  at: (name) => requests.get(name) ?? desired.at(name),
  isAskedFor: (unit, before) => requests.has(unit) || desired.isAskedFor(unit, before),
});

/** A request of records as a zone file has them, all at one name. */
export const requestOf = (zone: string, text: string): DesiredName => {
  const { records, problems } = parseZoneText(text, { origin: zone, defaultTtlSeconds: 60 });
  const rrsets = toRrsets(records);
  const [first] = rrsets;
  if (first === undefined || problems.length > 0)
    throw new Error(`Cannot request "${text}": found ${JSON.stringify(problems)}, needed records`);
  return { origin: { kind: 'DNSEndpoint', namespace: 'shop', name: 'test' }, rrsets, base: first.name };
};
