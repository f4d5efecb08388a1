import { randomInt } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { systemClock } from '../../src/clock.ts';
import { createForwardZone } from '../../src/controller/desired/createForwardZone.ts';
import type { ZoneMemory, ZoneOptions } from '../../src/controller/zoneContext.ts';
import type { ZoneEnd, ZoneEvent } from '../../src/controller/zoneEvent.ts';
import { createZoneLoop, type ZoneLoop } from '../../src/controller/zoneLoop.ts';
import { parseKeyFile } from '../../src/dns/tsig/parseKeyFile.ts';
import type { TsigKey } from '../../src/dns/tsig/tsigKey.ts';
import type { UpdateContent } from '../../src/dns/updateMessage.ts';
import { hasPodNames } from '../../src/records/hasPodNames.ts';
import type { RecordOptions } from '../../src/records/recordOptions.ts';
import { connect } from '../../src/server/connection.ts';
import { createDnsZoneClient } from '../../src/server/createDnsZoneClient.ts';
import { createExchange } from '../../src/server/exchange.ts';
import { createKeyRing } from '../../src/server/keyRing.ts';
import { partOfZone } from '../../src/server/partOfZone.ts';
import { createSignedExchange } from '../../src/server/signedExchange.ts';
import { createTransfer } from '../../src/server/transfer.ts';
import type { ZoneClient } from '../../src/server/zoneClient.ts';
import { forwardLayout } from '../../src/zone/zoneLayout.ts';
import { defaultRecordOptions, defaultZoneOptions } from './defaultOptions.ts';
import { createTestStore, type TestStore } from './testStore.ts';
import { waitFor } from './waitFor.ts';
import { type Requests, requestKey, requestOf, withRequests } from './withRequests.ts';

/**
 * What {@link startZoneDaemon} can be told; without it, zone `k8s.example.`, owner `test`, quick read-backs
 * and SOA queries.
 */
export type ZoneDaemonOptions = {
  readonly zone?: string;
  /** The zone on the server, where `zone` is a subtree of it. */
  readonly largerZone?: string;
  readonly records?: Partial<RecordOptions>;
  readonly options?: Partial<ZoneOptions>;
  /** Services shared with another daemon; without it, the daemon has a store of its own. */
  readonly store?: TestStore;
  /** Start before the source has synced. */
  readonly notSynced?: boolean;
  /** Where the name server seems to be, such as a proxy that cuts connections. */
  readonly port?: number;
  readonly keyFile?: string;
  /** As with GSS-TSIG: what is read is not signed, what is written is. */
  readonly unsignedReads?: boolean;
  readonly nowSeconds?: () => number;
  readonly once?: boolean;
  readonly memory?: ZoneMemory;
};

/**
 * The program's own loop for one zone, in this process, against a real name server, on Services that the test
 * puts.
 */
export type ZoneDaemon = AsyncDisposable & {
  readonly store: TestStore;
  readonly loop: ZoneLoop;
  readonly events: readonly ZoneEvent[];
  /** All events of one kind, oldest first. */
  readonly of: <K extends ZoneEvent['kind']>(kind: K) => readonly Extract<ZoneEvent, { kind: K }>[];
  /** Every UPDATE that was sent, in order. */
  readonly updates: readonly UpdateContent[];
  readonly transfers: () => number;
  /** Steps of the loop so far: while nothing happens there are hardly any. */
  readonly passes: () => number;
  readonly end: Promise<ZoneEnd>;
  /** Nothing to write, nothing unconfirmed, everything looked at. */
  readonly settled: () => Promise<void>;
  /** Asks for the serial now, as a NOTIFY would, and waits until what follows is done. */
  readonly look: () => Promise<void>;
  /** Some other object than a Service requests one name, with these lines of a zone file; or no more. */
  readonly request: (name: string, text: string | undefined) => void;
  readonly stop: () => Promise<ZoneEnd>;
};

/** As much of a name server as the daemon needs to know. */
type NamedLike = {
  readonly address: string;
  readonly port: number;
  readonly key: () => { readonly file: string };
};

export const startZoneDaemon = (named: NamedLike, given: ZoneDaemonOptions = {}): ZoneDaemon => {
  const zone = given.zone ?? 'k8s.example.';
  const events: ZoneEvent[] = [];
  const updates: UpdateContent[] = [];
  let transfers = 0;
  let passes = 0;
  const untold = new Set<string>();
  let loop: ZoneLoop | undefined;
  const store = given.store ?? createTestStore();
  const change = (key: string): void => {
    untold.add(key);
    loop?.serviceChanged(key);
  };
  store.subscribe({ onDirty: change, onSynced: () => loop?.wake() });
  const records = { ...defaultRecordOptions(zone), ...given.records };
  const larger = given.largerZone ?? zone;
  const real = partOfZone(openTestClient(named, larger, given), { zone: larger, tree: zone });
  const client: ZoneClient = {
    ...real,
    update: (content) => {
      updates.push(content);
      return real.update(content);
    },
    transfer: (...args) => {
      transfers += 1;
      return real.transfer(...args);
    },
  };
  const requests: Requests = new Map();
  const ofServices = createForwardZone({
    options: records,
    others: [],
    onProblems: () => undefined,
    onContest: () => undefined,
  });
  const desired = withRequests(ofServices, requests);
  const created = createZoneLoop({
    layout: forwardLayout(zone, { podNames: hasPodNames(records), apex: given.largerZone }),
    desired: {
      ...desired,
      put: (key, snapshot) => {
        untold.delete(key);
        return desired.put(key, snapshot);
      },
    },
    client,
    source: { ...store, snapshot: store.origin },
    options: {
      ...defaultZoneOptions(),
      owner: 'test',
      holder: 'test/1',
      soaIntervalMs: 200,
      readBackMs: 100,
      ...given.options,
    },
    ...(given.memory === undefined ? {} : { memory: given.memory }),
    once: () => given.once ?? false,
    report: (event) => void events.push(event),
    onPass: () => {
      passes += 1;
    },
    nowMs: () => performance.now(),
    timeMs: Date.now,
    random: Math.random,
    after: systemClock.after,
  });
  loop = created;
  for (const key of store.keys()) change(key);
  if (given.notSynced !== true) store.sync();
  const stopping = new AbortController();
  const end = created.run(stopping.signal);
  /** What keeps the daemon from being at rest, in words; empty when nothing does. */
  const unrest = (): readonly string[] => {
    const { queue, ledger, schedule } = created.parts;
    const reasons: readonly (readonly [boolean, string])[] = [
      [!schedule.settled(), 'not settled'],
      [created.doing() !== 'wait', `doing ${created.doing()}`],
      [untold.size > 0, `${untold.size} not looked at`],
      [queue.size() > 0, `${queue.size()} dirty`],
      [queue.groups().length > 0, `${queue.groups().length} groups to bisect`],
      [ledger.unconfirmed().size > 0, `${ledger.unconfirmed().size} unconfirmed`],
      [schedule.readDue() !== 'no', `read due: ${schedule.readDue()}`],
      [schedule.compareDue(), 'compare due'],
    ];
    const found = reasons.filter(([isSo]) => isSo).map(([, words]) => words);
    const waitMs = Math.round(schedule.notBeforeMs() - performance.now());
    if (found.length > 0 && waitMs > 0) found.push(`waits ${waitMs} ms before it tries again`);
    return found;
  };
  const atRest = async (): Promise<void> => {
    const until = (reasons: readonly string[]): boolean => reasons.length === 0;
    await waitFor('the zone is settled', unrest, { until, deadlineMs: 20_000, intervalMs: 10 });
  };
  return {
    store,
    loop: created,
    events,
    of: (kind) =>
      events.filter((event): event is Extract<ZoneEvent, { kind: typeof kind }> => event.kind === kind),
    updates,
    transfers: () => transfers,
    passes: () => passes,
    end,
    settled: atRest,
    look: async () => {
      const { lastReadAtMs } = created.parts.schedule;
      const before = lastReadAtMs();
      created.zoneChanged();
      await waitFor('the zone was read', () => lastReadAtMs() > before);
      await atRest();
    },
    request: (name, text) => {
      if (text === undefined) requests.delete(name);
      else requests.set(name, requestOf(zone, text));
      change(requestKey(name));
    },
    stop: async () => {
      stopping.abort();
      const result = await end;
      real.close();
      return result;
    },
    [Symbol.asyncDispose]: async () => {
      stopping.abort();
      await end;
      real.close();
    },
  };
};

/** A client for one zone of a test's name server. */
export const openTestClient = (
  named: NamedLike,
  zone: string,
  given: Pick<ZoneDaemonOptions, 'port' | 'keyFile' | 'nowSeconds' | 'unsignedReads'> = {},
): ZoneClient => {
  const server = { host: named.address, port: given.port ?? named.port };
  const file = given.keyFile ?? named.key().file;
  const keys = createKeyRing(readKey(file), () => readKey(file));
  const clock = {
    nowSeconds: given.nowSeconds ?? (() => Math.floor(Date.now() / 1000)),
    randomId: () => randomInt(0x1_0000),
  };
  const exchange = createExchange({ connect }, server);
  return createDnsZoneClient(
    {
      exchange: createSignedExchange({ exchange, keys, ...clock }),
      transfer: createTransfer({
        connect,
        server,
        keys: given.unsignedReads === true ? undefined : keys,
        ...clock,
      }),
      areReadsSigned: given.unsignedReads !== true,
      close: exchange.close,
    },
    zone,
  );
};

const readKey = (file: string): TsigKey => {
  const parsed = parseKeyFile(readFileSync(file, 'utf8'));
  if (parsed.kind !== 'key') throw new Error(`Cannot read the key in "${file}": ${parsed.message}`);
  return parsed.key;
};
