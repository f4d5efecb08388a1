import type { Seeded } from '../../support/seed.ts';
import type { Fate } from './network.ts';
import type { Happening, ServiceSpec, Step } from './steps.ts';

const zone = 'k8s.example.';
const keys = ['default/web', 'default/api', 'shop/web', 'shop/db'] as const;
const outsideNames = [`web.${zone}`, `api.${zone}`, `db.${zone}`, `gift.shop.${zone}`] as const;
const srvNames = [`_http._tcp.web.${zone}`, `_http._tcp.gift.shop.${zone}`] as const;
const territoryNames = [
  `web.default.svc.${zone}`,
  `web.shop.svc.${zone}`,
  `_http._tcp.web.default.svc.${zone}`,
  `junk.svc.${zone}`,
  `deep.er.db.shop.svc.${zone}`,
  `_acme-challenge.web.default.svc.${zone}`,
  `dns-version.${zone}`,
] as const;
const waits = [
  0, 0, 0, 0, 3, 3, 3, 20, 20, 20, 120, 120, 700, 700, 1_500, 5_000, 5_000, 30_000, 100_000, 400_000,
] as const;
const shortTimes = [50, 700, 3_000, 12_000] as const;
const longTimes = [3_000, 25_000, 100_000, 300_000] as const;
const fates: readonly [Fate, ...Fate[]] = [
  'answered',
  'answered',
  'slow',
  'lost',
  'answer-lost',
  'answer-lost',
  'swallowed',
  'unanswered',
  'late',
  'twice',
];

/**
 * What one schedule is about. Faults meet each other only where few things happen often, so each schedule has
 * its own few kinds of steps, and mostly one Service with its names.
 */
type Focus = {
  readonly keys: readonly [string, ...string[]];
  readonly outside: readonly [string, ...string[]];
  readonly territory: readonly [string, ...string[]];
  readonly kinds: readonly [Draw, ...Draw[]];
};
type Draw = (random: Seeded, focus: Focus) => Happening;

/** The steps of one schedule. */
export const drawSteps = (random: Seeded, count: number): readonly Step[] => {
  const focus = drawFocus(random);
  return Array.from({ length: count }, (_none, at) => {
    const draw = at === 0 ? drawObject : random.pick(focus.kinds);
    return { waitMs: random.pick(waits), ...draw(random, focus) };
  });
};

const drawFocus = (random: Seeded): Focus => {
  const key = random.pick(keys);
  const [namespace = '', name = ''] = key.split('/');
  const own: readonly string[] = [`${name}.${zone}`, `${name}.${zone}`, `_http._tcp.${name}.${zone}`];
  const isNarrow = random.below(4) > 0;
  const kinds = [drawHand, drawFates, drawServer, drawApi, drawProcess].flatMap((draw): Draw[] =>
    Array.from({ length: random.pick([0, 0, 1, 1, 3]) }, () => draw),
  );
  return {
    keys: isNarrow ? [key, key, key, random.pick(keys)] : keys,
    outside: isNarrow ? [`gift.shop.${zone}`, ...own] : [...outsideNames, ...srvNames],
    territory: isNarrow ? [`${name}.${namespace}.svc.${zone}`, random.pick(territoryNames)] : territoryNames,
    kinds: [drawObject, drawObject, drawObject, ...kinds],
  };
};

const drawFates = (random: Seeded): Happening => ({
  do: 'fates',
  fates: Array.from({ length: 1 + random.below(5) }, () => random.pick(fates)),
});

const drawObject = (random: Seeded, focus: Focus): Happening => {
  const key = random.pick(focus.keys);
  const kind = random.below(10);
  if (kind < 2) return { do: 'remove', key, what: random.below(4) === 0 ? 'slice' : 'service' };
  if (kind < 5) return drawSlice(random, key);
  return { do: 'service', key, spec: drawSpec(random) };
};

const drawSpec = (random: Seeded): ServiceSpec => {
  const kind = random.below(10);
  if (kind === 0) return { kind: 'alias', target: random.pick(['mail.example.net', 'shop.example.org']) };
  if (kind < 4) return { kind: 'headless' };
  const address = `10.96.0.${1 + random.below(9)}`;
  const addresses = random.below(4) === 0 ? [address, `fd00::${1 + random.below(9)}`] : [address];
  const ports = random.pick<readonly string[]>([[], ['http'], ['http'], ['http', 'admin'], ['']]);
  const hostnames = [
    undefined,
    undefined,
    undefined,
    'gift.shop.k8s.example',
    'web.k8s.example,gift.shop.k8s.example',
    'www.k8s.example,svc.k8s.example,_k8s-bind.k8s.example',
  ] as const;
  const hostname = random.pick(hostnames);
  return { kind: 'cluster-ip', addresses, ports, ...(hostname === undefined ? {} : { hostname }) };
};

const drawSlice = (random: Seeded, key: string): Happening => ({
  do: 'slice',
  key,
  endpoints: Array.from({ length: random.below(6) }, () => ({
    address: `10.1.0.${1 + random.below(8)}`,
    ready: random.below(5) !== 0,
  })).filter(({ address }, index, all) => all.findIndex((one) => one.address === address) === index),
  port: random.pick(['http', 'http', '']),
});

const drawHand = (random: Seeded, focus: Focus): Happening => {
  const kind = random.below(12);
  const outside = random.pick(focus.outside);
  const type = random.pick(['A', 'A', 'AAAA', 'TXT', 'CNAME', 'MX', 'TYPE65280'] as const);
  const number = 1 + random.below(4);
  if (kind < 3)
    return { do: 'hand-add', name: outside, type: outside.startsWith('_') ? 'SRV' : type, number };
  if (kind < 5)
    return { do: 'hand-delete', name: outside, type: random.pick(['A', 'AAAA', 'TXT', 'CNAME', 'SRV']) };
  if (kind < 7) {
    const name = random.pick(focus.territory);
    return {
      do: 'hand-add',
      name,
      type: name.includes('_') ? random.pick(['SRV', 'TXT']) : random.pick(['A', 'TXT', 'CNAME']),
      number,
    };
  }
  if (kind < 9)
    return {
      do: 'hand-delete',
      name: random.pick(focus.territory),
      type: random.pick(['A', 'AAAA', 'CNAME', 'SRV', 'TXT']),
    };
  if (kind < 10) return { do: 'hand-marker', name: outside, how: random.pick(['delete', 'junk']) };
  if (kind < 11 && random.below(2) === 0) return { do: 'hand-claim', how: 'junk' };
  return {
    do: 'file-edit',
    name: random.pick([...focus.outside, ...focus.territory]),
    number,
    keepsSerial: random.below(2) === 0,
  };
};

const drawServer = (random: Seeded): Happening => {
  switch (random.below(11)) {
    case 9:
      return { do: 'refuse', type: random.pick(['A', 'AAAA', 'SRV', 'TXT', 'none']) };
    case 10:
      return { do: 'omit', above: random.pick([1, 2]) };
    case 0:
      return { do: 'freeze', forMs: random.pick(longTimes) };
    case 1:
      return { do: 'zone-mark' };
    case 2:
      return { do: 'zone-restore', mark: random.below(4) };
    case 3:
      return { do: 'journal-loss' };
    case 4:
      return { do: 'ixfr', served: random.below(2) === 0 };
    case 5:
      return { do: 'limit', records: random.pick([2, 3, 100]) };
    case 6:
      return { do: 'partition', daemon: random.below(3), forMs: random.pick(longTimes) };
    default:
      return { do: 'server-restart', downMs: random.pick(shortTimes), losesJournal: random.below(2) === 0 };
  }
};

const drawApi = (random: Seeded): Happening => {
  switch (random.below(8)) {
    case 0:
      return { do: 'api', how: 'cut' };
    case 1:
      return { do: 'api', how: 'compact' };
    case 2:
      return { do: 'api', how: 'mark' };
    case 3:
      return { do: 'api-stall', forMs: random.pick(longTimes) };
    case 4:
      return { do: 'api-restart', downMs: random.pick(longTimes) };
    case 5:
      return { do: 'api-fail', status: random.pick([401, 403, 429, 500]), forMs: random.pick(longTimes) };
    case 6:
      return { do: 'api-restore', mark: random.below(3) };
    default:
      return { do: 'api', how: 'cut' };
  }
};

const drawProcess = (random: Seeded): Happening => {
  const daemon = random.below(3);
  switch (random.below(10)) {
    case 8:
    case 9:
      return { do: 'leave', daemon, how: random.pick(['kill', 'kill', 'stop']) };
    case 0:
    case 1:
      return { do: 'kill', daemon, downMs: random.pick(shortTimes) };
    case 2:
      return { do: 'stop', daemon, downMs: random.pick(shortTimes) };
    case 3:
      return { do: 'pause', daemon, forMs: random.pick(longTimes) };
    case 4:
      return {
        do: 'clock',
        of: random.pick(['daemon', 'server']),
        byMs: random.pick([-7_200_000, -400_000, -20_000, 400_000, 86_400_000]),
      };
    case 5:
    case 6:
      return { do: 'replica' };
    default:
      return { do: 'rival' };
  }
};
