import { systemClock } from '../../src/clock.ts';
import { createForwardZone } from '../../src/controller/desired/createForwardZone.ts';
import type { DesiredZone } from '../../src/controller/desired/desiredZone.ts';
import { createReverseZone } from '../../src/controller/desired/reverseZone.ts';
import { createZoneLoop } from '../../src/controller/zoneLoop.ts';
import { knownZone } from '../../src/daemon/status/knownZone.ts';
import { createWrittenMessages } from '../../src/daemon/status/writtenMessages.ts';
import { createZoneHistory, rememberEvent } from '../../src/daemon/status/zoneHistory.ts';
import { createZoneNotes } from '../../src/daemon/tell/zoneNotes.ts';
import { parseCidr } from '../../src/dns/cidr.ts';
import { openManifestFeeds } from '../../src/manifests/manifestFeeds.ts';
import { parseManifest } from '../../src/manifests/parseManifest.ts';
import { hasPodNames } from '../../src/records/hasPodNames.ts';
import type { PointerPolicy } from '../../src/records/inside/pointersOf.ts';
import { recordNeeds } from '../../src/records/recordNeeds.ts';
import type { RecordOptions } from '../../src/records/recordOptions.ts';
import type { ZoneClient } from '../../src/server/zoneClient.ts';
import { createObjectProblems } from '../../src/store/objectProblems.ts';
import { createInterner } from '../../src/store/project/interner.ts';
import { createStore, type Store } from '../../src/store/store.ts';
import { createLog } from '../../src/telemetry/log.ts';
import { explainName } from '../../src/why/explainName.ts';
import type { Explanation } from '../../src/why/explanation.ts';
import { type Known, type KnownAnswer, type KnownZone, nothingFound } from '../../src/why/known.ts';
import { readQuestion } from '../../src/why/readQuestion.ts';
import { searchAtOnce } from '../../src/why/searchAtOnce.ts';
import { forwardLayout, reverseLayout, type ZoneLayout } from '../../src/zone/zoneLayout.ts';
import { defaultRecordOptions, defaultZoneOptions } from './defaultOptions.ts';
import { createModelClient } from './modelClient.ts';
import { createModelZone, type ModelRecord } from './modelZone.ts';

/** A cluster and a zone as somebody has set them up. */
export type WhySetup = {
  /** Manifests. */
  readonly cluster: string;
  /** Manifests from which the zone was written before; the same process writes it again from `cluster`. */
  readonly before?: string;
  readonly records?: Partial<RecordOptions>;
  /** What another writer wrote: `www.k8s.example. 60 A 192.0.2.1`. */
  readonly byHand?: readonly string[];
  /** Names of which the server refuses every record. */
  readonly refuses?: readonly string[];
  readonly holdMs?: number;
  /** Nobody has written the zone yet. */
  readonly isUnwritten?: true;
  readonly reverse?: { readonly cidrs: readonly string[]; readonly policy?: PointerPolicy };
  readonly selectsNamespace?: (labels: Readonly<Record<string, string>>) => boolean;
  /** The cluster has not been read as a whole. */
  readonly isUnread?: true;
};

export type WhyWorld = {
  readonly known: Known;
  /** What is known, without an answer of the server unless one is given. */
  readonly explain: (text: string, type?: string, answer?: KnownAnswer) => Explanation;
};

const zone = 'k8s.example.';
const reverseName = '10.in-addr.arpa.';
const soa = (name: string): ModelRecord => ({ name, type: 'SOA', ttlSeconds: 60, rdata: 'x' });

/** Writes the zones by the program's own loops into zones in memory, and explains names by what these know. */
export const createWhyWorld = async (setup: WhySetup): Promise<WhyWorld> => {
  const records = { ...defaultRecordOptions(zone), ...setup.records };
  const { store, fill } = storeOf(setup, records);
  const notes = createZoneNotes(quiet, { problem: () => undefined, contest: () => undefined });
  const layout = forwardLayout(zone, { podNames: hasPodNames(records) });
  const desired = createForwardZone({ options: records, others: [], ...notes });
  const forward = keepZone(setup, store, { layout, desired, notes, records, pointers: [] });
  const cidrs = (setup.reverse?.cidrs ?? []).flatMap((text) => parseCidr(text) ?? []);
  const pointers = [{ records, policy: setup.reverse?.policy ?? 'all', cidrs }];
  const backward = createReverseZone({ pointers, holds: () => true, mayAdd: () => true });
  const reverse = keepZone(setup, store, {
    layout: reverseLayout(reverseName, cidrs),
    desired: backward,
    notes: createZoneNotes(quiet, { problem: () => undefined, contest: () => undefined }),
    records: undefined,
    pointers,
  });
  const kept = cidrs.length === 0 ? [forward] : [forward, reverse];
  for (const cluster of setup.before === undefined ? [setup.cluster] : [setup.before, setup.cluster]) {
    fill(cluster);
    for (const one of kept) await one.write();
  }
  const known: Known = {
    zones: kept.map((one) => one.known()),
    cluster: store,
    found: nothingFound,
    nowMs: Date.now(),
    showsForeign: false,
  };
  return {
    known,
    explain: (text, type, answer = { kind: 'not-asked' }) => {
      const question = readQuestion(text, type, known);
      if (question.kind === 'no-question') throw new Error(question.message);
      return explainName(question, { ...known, found: searchAtOnce(question, known) }, answer);
    },
  };
};

const quiet = createLog({ level: 'silent', format: 'json', env: {}, out: { write: () => true } });

const storeOf = (
  { selectsNamespace, isUnread }: WhySetup,
  records: RecordOptions,
): { readonly store: Store; readonly fill: (text: string) => void } => {
  const store = createStore({
    sources: records.sources,
    ...(selectsNamespace === undefined ? {} : { selectsNamespace }),
  });
  const needs = { ...recordNeeds(records), namespaces: true };
  const feeds = openManifestFeeds(store, {
    context: { needs, interner: createInterner() },
    selection: {},
    problems: createObjectProblems(() => undefined),
  });
  return {
    store,
    fill: (text) => {
      const parsed = parseManifest(text, 'cluster.yaml');
      if (parsed.kind === 'broken') throw new Error(parsed.message);
      feeds.replace(parsed.objects);
      if (isUnread !== true) feeds.synced();
    },
  };
};

type KeptZone = { readonly write: () => Promise<void>; readonly known: () => KnownZone };

type ZoneToKeep = Pick<KnownZone, 'desired' | 'records' | 'pointers'> & {
  readonly layout: ZoneLayout;
  readonly desired: DesiredZone;
  readonly notes: ReturnType<typeof createZoneNotes>;
};

const keepZone = (
  setup: WhySetup,
  store: Store,
  { layout, desired, notes, ...names }: ZoneToKeep,
): KeptZone => {
  const inside = (setup.byHand ?? []).map(recordOf).filter(({ name }) => name.endsWith(layout.zone));
  const model = createModelClient(createModelZone([soa(layout.zone), ...inside]), {
    fate: () => 'answered',
    isIxfrGone: () => false,
    afterUpdate: () => undefined,
  });
  const history = createZoneHistory();
  const messages = createWrittenMessages(Date.now);
  const options = { ...defaultZoneOptions(), readBackMs: 0, holdMs: setup.holdMs ?? 0 };
  const loop = createZoneLoop({
    layout,
    desired,
    client: refusing(model.client, setup.refuses ?? []),
    source: store,
    options,
    once: () => true,
    report: (event) => {
      messages.note(event);
      rememberEvent(history, event, { nowMs: Date.now, found: undefined });
    },
    nowMs: () => performance.now(),
    timeMs: Date.now,
    random: () => 0,
    after: systemClock.after,
  });
  store.subscribe({ onDirty: loop.serviceChanged });
  const facts = { zone: layout.zone, server: '192.0.2.53:53', keyName: 'k8s-bind' };
  return {
    write: async () => {
      if (setup.isUnwritten === true) {
        for (const key of store.keys()) desired.put(key, store.snapshot(key));
        return;
      }
      for (const key of store.keys()) loop.serviceChanged(key);
      await loop.run(new AbortController().signal);
    },
    known: () =>
      knownZone({
        layout,
        access: {},
        desired,
        ...names,
        loop,
        notes,
        history,
        messages,
        facts,
        zone: options,
      }),
  };
};

/** Answers REFUSED to an UPDATE with a record at one of these names, as update-policy has it. */
const refusing = (client: ZoneClient, names: readonly string[]): ZoneClient => ({
  ...client,
  update: (content) =>
    content.operations.some(({ name, kind }) => kind === 'add' && names.includes(name))
      ? Promise.resolve({ kind: 'refused' })
      : client.update(content),
});

const recordOf = (line: string): ModelRecord => {
  const [name = '', ttl = '', type = '', ...rdata] = line.split(' ');
  return { name, type, ttlSeconds: Number(ttl), rdata: rdata.join(' ') };
};
