import { expect } from 'vitest';
import { systemClock } from '../../src/clock.ts';
import { createForwardZone } from '../../src/controller/desired/createForwardZone.ts';
import { createZoneLoop, type ZoneLoop } from '../../src/controller/zoneLoop.ts';
import type { RecordOptions } from '../../src/records/recordOptions.ts';
import { forwardLayout } from '../../src/zone/zoneLayout.ts';
import { defaultRecordOptions, defaultZoneOptions } from './defaultOptions.ts';
import { askForSerialNow } from './loopFacts.ts';
import type { Step } from './loopSteps.ts';
import { createModelClient, type Fate } from './modelClient.ts';
import { createModelZone, type ModelRecord, type ModelZone, modelText } from './modelZone.ts';
import { createTestStore, type TestStore } from './testStore.ts';
import { type Requests, requestKey, requestOf, withRequests } from './withRequests.ts';

const zone = 'k8s.example.';
export const layout = forwardLayout(zone, { podNames: false });

const isForeign = ({ name }: ModelRecord): boolean => layout.placeOf(name).kind === 'outside';
const isTheirs = (record: ModelRecord): boolean =>
  isForeign(record) && (record.rdata.startsWith('192.0.2.') || record.rdata.includes('theirs'));
export const inTerritory = ({ name }: ModelRecord): boolean => layout.placeOf(name).kind === 'territory';
/**
 * Of the program: the whole territory, and outside it what no other writer has written; no claim, no marker.
 */
const isOurs = (record: ModelRecord): boolean =>
  inTerritory(record) || (isForeign(record) && record.name !== zone && !isTheirs(record));
export const countOurs = (server: ModelZone): number => server.records().filter(isOurs).length;

/** One zone, one store of Services and the loop between them, over several lives of the process. */
export type World = {
  /** The loop of the process that runs now. */
  readonly loop: () => ZoneLoop;
  readonly server: ModelZone;
  readonly store: TestStore;
  readonly change: (step: Step) => void;
  readonly converge: (run: Extract<Step, { kind: 'run' }>) => Promise<void>;
};

export const calm = { kind: 'run', fates: [], ixfrGone: false, restart: false } as const;

/** @param records choices other than the defaults */
export const createWorld = (records: Partial<RecordOptions> = {}): World => {
  const server = createModelZone([
    { name: zone, type: 'SOA', ttlSeconds: 60, rdata: 'x' },
    { name: zone, type: 'NS', ttlSeconds: 60, rdata: 'ns.example.net.' },
  ]);
  const store = createTestStore();
  store.sync();
  const requests: Requests = new Map();
  let fates: Fate[] = [];
  let ixfrGone = false;
  let theirs: readonly string[] = [];
  const checkTheirs = (): void => expect(modelText(server.records().filter(isTheirs))).toEqual(theirs);
  const model = createModelClient(server, {
    fate: () => fates.shift() ?? 'answered',
    isIxfrGone: () => ixfrGone,
    afterUpdate: checkTheirs,
  });
  const start = (): ZoneLoop => {
    const ofServices = createForwardZone({
      options: { ...defaultRecordOptions(zone), ...records },
      others: [],
      onProblems: () => undefined,
      onContest: () => undefined,
    });
    const desired = withRequests(ofServices, requests);
    const loop = createZoneLoop({
      layout,
      desired,
      client: model.client,
      source: { ...store, snapshot: store.origin },
      options: {
        ...defaultZoneOptions(),
        owner: 'me',
        holder: 'me/1',
        readBackMs: 0,
        brake: { share: 1, records: 0, allowMassDelete: true },
      },
      once: () => true,
      report: () => undefined,
      nowMs: () => performance.now(),
      timeMs: () => 0,
      random: () => 0,
      after: systemClock.after,
    });
    for (const known of store.keys()) loop.serviceChanged(known);
    return loop;
  };
  let loop = start();
  store.subscribe({ onDirty: (key) => loop.serviceChanged(key) });
  return {
    loop: () => loop,
    server,
    store,
    change: (given) => {
      if (given.kind === 'hand') {
        server.edit(given.edit);
        model.edited();
        theirs = modelText(server.records().filter(isTheirs));
      } else if (given.kind === 'request') {
        const { name, records } = given;
        if (records.length === 0) requests.delete(name);
        else requests.set(name, requestOf(zone, records.map((record) => `${name} ${record}`).join('\n')));
        loop.serviceChanged(requestKey(name));
      } else changeServices(store, given);
    },
    converge: async (run) => {
      fates = [...run.fates];
      ({ ixfrGone } = run);
      if (run.restart) loop = start();
      askForSerialNow(loop);
      expect(await loop.run(new AbortController().signal)).toEqual({
        kind: 'converged',
        refused: [],
        heldBack: [],
      });
      // What another writer did while the answers were lost is seen with the next serial.
      checkTheirs();
    },
  };
};

const changeServices = (store: TestStore, given: Step): void => {
  if (given.kind === 'put') store.put(given.key, given.address);
  if (given.kind === 'alias')
    store.putSpec(given.key, { type: 'ExternalName', externalName: 'ours.example.net' });
  if (given.kind === 'headless') store.putHeadless(given.key, given.addresses);
  if (given.kind === 'remove') store.remove(given.key);
};
