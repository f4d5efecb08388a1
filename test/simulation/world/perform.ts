import { assertNever } from '../../../src/assertNever.ts';
import type { RecordType } from '../../../src/dns/rrset.ts';
import type { UpdateContent, UpdateOperation } from '../../../src/dns/updateMessage.ts';
import type { JsonWithMeta } from './apiContent.ts';
import type { Daemon } from './daemon.ts';
import { startOfTimeMs } from './host.ts';
import type { ZoneState } from './modelBind.ts';
import type { Simulation } from './simulation.ts';
import type { HandType, Happening, ServiceSpec } from './steps.ts';
import { claimName, markerName } from './watchdog.ts';

/** What was marked to be gone back to. */
export type Marks = {
  readonly zones: ZoneState[];
  readonly stores: number[];
  /** Serials that the zone had when it was restored. */
  readonly restoredFrom: number[];
};

/** Carries out one step; what it names and is not there is passed over. */
export const perform = (world: Simulation, marks: Marks, step: Happening): void => {
  switch (step.do) {
    case 'service':
    case 'slice':
    case 'remove':
      return changeObject(world, step);
    case 'hand-add':
    case 'hand-delete':
    case 'hand-marker':
    case 'hand-claim':
    case 'file-edit':
      return editZone(world, step);
    case 'freeze':
    case 'zone-mark':
    case 'zone-restore':
    case 'journal-loss':
    case 'ixfr':
    case 'limit':
    case 'refuse':
    case 'omit':
    case 'fates':
    case 'server-restart':
    case 'partition':
      return disturbServer(world, marks, step);
    case 'api':
    case 'api-stall':
    case 'api-restart':
    case 'api-fail':
    case 'api-restore':
      return disturbApi(world, marks, step);
    case 'kill':
    case 'stop':
    case 'leave':
    case 'pause':
    case 'clock':
    case 'replica':
    case 'rival':
      return disturbProcess(world, step);
    default:
      return assertNever(step);
  }
};

type Of<K extends Happening['do']> = Extract<Happening, { readonly do: K }>;

const changeObject = ({ api, time }: Simulation, step: Of<'service' | 'slice' | 'remove'>): void => {
  const { content } = api;
  const [namespace = '', name = ''] = step.key.split('/');
  if (step.do === 'remove') {
    if (step.what === 'service') content.remove('services', step.key);
    content.remove('endpointslices', `${step.key}-1`);
  } else if (step.do === 'slice') {
    content.put('endpointslices', {
      metadata: { namespace, name: `${name}-1`, labels: { 'kubernetes.io/service-name': name } },
      addressType: 'IPv4',
      ports: [{ name: step.port, port: 8080, protocol: 'TCP' }],
      endpoints: step.endpoints.map(({ address, ready }) => ({
        addresses: [address],
        conditions: { ready },
      })),
    });
  } else {
    const before = content.list('services').find(({ key }) => key === step.key)?.json as
      | JsonWithMeta
      | undefined;
    const now = new Date(startOfTimeMs + time.nowMs()).toISOString().replace(/\.\d+/, '');
    const creationTimestamp = before?.metadata['creationTimestamp'] ?? now;
    const { hostname } = step.spec.kind === 'cluster-ip' ? step.spec : {};
    const annotations = hostname === undefined ? {} : { 'k8s-bind.io/hostname': hostname };
    const metadata = { namespace, name, creationTimestamp, annotations };
    content.put('services', { metadata, spec: specOf(step.spec) });
  }
};

const specOf = (spec: ServiceSpec): object => {
  if (spec.kind === 'alias') return { type: 'ExternalName', externalName: spec.target };
  if (spec.kind === 'headless') return { clusterIP: 'None', ports: [{ name: 'http', port: 80 }] };
  const ports = spec.ports.map((port, index) => ({ name: port, port: 80 + index, protocol: 'TCP' }));
  return { clusterIP: spec.addresses[0], clusterIPs: spec.addresses, ports };
};

/** What another hand writes is never what the program writes. */
const handRdata: Readonly<Record<HandType, (number: number) => string>> = {
  A: (number) => `192.0.2.${number}`,
  AAAA: (number) => `2001:db8::${number}`,
  TXT: (number) => `"theirs-${number}"`,
  CNAME: () => 'theirs.example.net.',
  MX: (number) => `${number} theirs.example.net.`,
  SRV: (number) => `9 9 ${number} theirs.example.net.`,
  TYPE65280: (number) => `\\# 1 0${number}`,
};

const addOf = (name: string, type: HandType, number: number): UpdateOperation =>
  ({
    kind: 'add',
    name,
    type: type as RecordType,
    ttlSeconds: 70 + number,
    rdata: handRdata[type](number),
  }) as const;

const contentOf = (...operations: readonly UpdateOperation[]): UpdateContent => ({
  prerequisites: [],
  operations,
});

const editZone = (
  { bind, server }: Simulation,
  step: Of<'hand-add' | 'hand-delete' | 'hand-marker' | 'hand-claim' | 'file-edit'>,
): void => {
  const { zone } = bind;
  const junk = (name: string): UpdateOperation =>
    ({ ...addOf(name, 'TXT', 1), rdata: '"junk"' }) as UpdateOperation;
  const drop = (name: string, type: RecordType): UpdateOperation => ({ kind: 'delete-rrset', name, type });
  if (step.do === 'file-edit') {
    const edit = contentOf(
      drop(step.name, 'A'),
      addOf(step.name, step.name.includes('_') ? 'TXT' : 'A', step.number),
    );
    bind.editFile(edit, 'hand', step.keepsSerial);
    return;
  }
  if (server.isFrozen()) return;
  const operation =
    step.do === 'hand-add'
      ? addOf(step.name, step.type, step.number)
      : step.do === 'hand-delete'
        ? drop(step.name, step.type as RecordType)
        : step.do === 'hand-claim'
          ? junk(claimName(zone))
          : step.how === 'delete'
            ? drop(markerName(zone, step.name), 'TXT')
            : junk(markerName(zone, step.name));
  bind.update(contentOf(operation), 'hand');
};

const disturbServer = (
  world: Simulation,
  marks: Marks,
  step: Of<
    | 'freeze'
    | 'zone-mark'
    | 'zone-restore'
    | 'journal-loss'
    | 'ixfr'
    | 'limit'
    | 'refuse'
    | 'omit'
    | 'fates'
    | 'server-restart'
    | 'partition'
  >,
): void => {
  const { bind, server, network, time } = world;
  switch (step.do) {
    case 'freeze':
      server.freeze();
      time.after(step.forMs, server.thaw);
      return;
    case 'zone-mark':
      marks.zones.push(bind.state());
      return;
    case 'zone-restore': {
      const state = marks.zones[step.mark % Math.max(1, marks.zones.length)];
      if (state === undefined) return;
      marks.restoredFrom.push(bind.serial());
      bind.restore(state);
      return;
    }
    case 'journal-loss':
      return bind.dropJournal();
    case 'ixfr':
      return server.setIxfr(step.served);
    case 'limit':
      return world.setLimit(step.records);
    case 'refuse':
      return server.refuse(step.type === 'none' ? undefined : step.type);
    case 'omit':
      return world.omitAbove(step.above);
    case 'fates':
      return network.setFates(step.fates);
    case 'server-restart':
      if (step.losesJournal) bind.dropJournal();
      return network.restart(step.downMs);
    case 'partition': {
      const daemon = chosen(world, step.daemon);
      if (daemon !== undefined) network.partition(daemon.host.name, step.forMs);
      return;
    }
    default:
      return assertNever(step);
  }
};

const disturbApi = (
  { api }: Simulation,
  marks: Marks,
  step: Of<'api' | 'api-stall' | 'api-restart' | 'api-fail' | 'api-restore'>,
): void => {
  switch (step.do) {
    case 'api':
      if (step.how === 'mark') marks.stores.push(api.content.mark());
      else if (step.how === 'compact') api.content.compact();
      if (step.how !== 'mark') api.cut();
      return;
    case 'api-stall':
      return api.stall(step.forMs);
    case 'api-restart':
      return api.restart(step.downMs);
    case 'api-fail':
      return api.fail(step.status, step.forMs);
    case 'api-restore': {
      const mark = marks.stores[step.mark % Math.max(1, marks.stores.length)];
      if (mark !== undefined) api.restore(mark);
      return;
    }
    default:
      return assertNever(step);
  }
};

const mostDaemons = 3;

const disturbProcess = (
  world: Simulation,
  step: Of<'kill' | 'stop' | 'leave' | 'pause' | 'clock' | 'replica' | 'rival'>,
): void => {
  const { time } = world;
  const daemon = 'daemon' in step ? chosen(world, step.daemon) : chosen(world, 0);
  switch (step.do) {
    case 'kill':
      if (daemon === undefined) return;
      world.kill(daemon);
      time.after(step.downMs, world.start);
      return;
    case 'stop':
      if (daemon === undefined) return;
      daemon.stop();
      time.after(step.downMs, world.start);
      return;
    case 'leave':
      if (daemon === undefined || world.daemons().length < 2) return;
      if (step.how === 'stop') daemon.stop();
      else world.kill(daemon);
      return;
    case 'pause':
      return daemon?.host.pause(step.forMs);
    case 'clock':
      if (step.of === 'server') world.stepServerClock(step.byMs);
      else daemon?.host.stepClock(step.byMs);
      return;
    case 'replica':
      if (world.daemons().length < mostDaemons) world.start();
      return;
    case 'rival':
      return world.startRival();
    default:
      return assertNever(step);
  }
};

const chosen = ({ daemons }: Simulation, index: number): Daemon | undefined => {
  const all = daemons();
  return all[index % Math.max(1, all.length)];
};
