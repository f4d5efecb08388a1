import type { Seeded } from '../../support/seed.ts';
import type { Fate } from './network.ts';

/** One thing that happens, and how long the world then goes on before the next. */
export type Step = { readonly waitMs: number } & Happening;

export type Endpoint = { readonly address: string; readonly ready: boolean; readonly hostname?: string };

export type ServiceSpec =
  | {
      readonly kind: 'cluster-ip';
      readonly addresses: readonly string[];
      readonly ports: readonly string[];
      readonly hostname?: string;
    }
  | { readonly kind: 'headless' }
  | { readonly kind: 'alias'; readonly target: string };

export type Happening =
  | { readonly do: 'service'; readonly key: string; readonly spec: ServiceSpec }
  | {
      readonly do: 'slice';
      readonly key: string;
      readonly endpoints: readonly Endpoint[];
      readonly port: string;
    }
  | { readonly do: 'remove'; readonly key: string; readonly what: 'service' | 'slice' }
  /** Another hand writes or deletes records by an UPDATE of its own. */
  | { readonly do: 'hand-add'; readonly name: string; readonly type: HandType; readonly number: number }
  | { readonly do: 'hand-delete'; readonly name: string; readonly type: HandType }
  | { readonly do: 'hand-marker'; readonly name: string; readonly how: 'delete' | 'junk' }
  | { readonly do: 'hand-claim'; readonly how: 'junk' }
  /** An edit of the zone's file, frozen meanwhile. */
  | {
      readonly do: 'file-edit';
      readonly name: string;
      readonly number: number;
      readonly keepsSerial: boolean;
    }
  | { readonly do: 'freeze'; readonly forMs: number }
  | { readonly do: 'zone-mark' }
  | { readonly do: 'zone-restore'; readonly mark: number }
  | { readonly do: 'journal-loss' }
  | { readonly do: 'ixfr'; readonly served: boolean }
  | { readonly do: 'limit'; readonly records: number }
  | { readonly do: 'fates'; readonly fates: readonly Fate[] }
  | { readonly do: 'server-restart'; readonly downMs: number; readonly losesJournal: boolean }
  | { readonly do: 'partition'; readonly daemon: number; readonly forMs: number }
  | { readonly do: 'api'; readonly how: 'cut' | 'compact' | 'mark' }
  | { readonly do: 'api-stall'; readonly forMs: number }
  | { readonly do: 'api-restart'; readonly downMs: number }
  | { readonly do: 'api-fail'; readonly status: number; readonly forMs: number }
  | { readonly do: 'api-restore'; readonly mark: number }
  | { readonly do: 'kill'; readonly daemon: number; readonly downMs: number }
  | { readonly do: 'stop'; readonly daemon: number; readonly downMs: number }
  | { readonly do: 'pause'; readonly daemon: number; readonly forMs: number }
  | { readonly do: 'clock'; readonly of: 'daemon' | 'server'; readonly byMs: number }
  | { readonly do: 'replica' }
  | { readonly do: 'rival' };

export type HandType = 'A' | 'AAAA' | 'TXT' | 'CNAME' | 'MX' | 'SRV' | 'TYPE65280';

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

/** The steps of one schedule. */
export const drawSteps = (random: Seeded, count: number): readonly Step[] =>
  Array.from({ length: count }, () => ({ waitMs: random.pick(waits), ...drawHappening(random) }));

const drawHappening = (random: Seeded): Happening => {
  const kind = random.below(100);
  if (kind < 44) return drawObject(random);
  if (kind < 60) return drawHand(random);
  if (kind < 70)
    return { do: 'fates', fates: Array.from({ length: 1 + random.below(5) }, () => random.pick(fates)) };
  if (kind < 79) return drawServer(random);
  if (kind < 88) return drawApi(random);
  return drawProcess(random);
};

const drawObject = (random: Seeded): Happening => {
  const key = random.pick(keys);
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

const drawHand = (random: Seeded): Happening => {
  const kind = random.below(12);
  const outside = random.pick([...outsideNames, ...srvNames]);
  const type = random.pick(['A', 'A', 'AAAA', 'TXT', 'CNAME', 'MX', 'TYPE65280'] as const);
  const number = 1 + random.below(4);
  if (kind < 3)
    return { do: 'hand-add', name: outside, type: outside.startsWith('_') ? 'SRV' : type, number };
  if (kind < 5)
    return { do: 'hand-delete', name: outside, type: random.pick(['A', 'AAAA', 'TXT', 'CNAME', 'SRV']) };
  if (kind < 7) {
    const name = random.pick(territoryNames);
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
      name: random.pick(territoryNames),
      type: random.pick(['A', 'AAAA', 'CNAME', 'SRV', 'TXT']),
    };
  if (kind < 10) return { do: 'hand-marker', name: outside, how: random.pick(['delete', 'junk']) };
  if (kind < 11 && random.below(2) === 0) return { do: 'hand-claim', how: 'junk' };
  return {
    do: 'file-edit',
    name: random.pick([...outsideNames, ...territoryNames]),
    number,
    keepsSerial: random.below(2) === 0,
  };
};

const drawServer = (random: Seeded): Happening => {
  switch (random.below(9)) {
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
  switch (random.below(8)) {
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
