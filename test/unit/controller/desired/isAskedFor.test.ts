import { describe, expect, test } from 'vitest';
import { createForwardZone } from '../../../../src/controller/desired/createForwardZone.ts';
import type { DesiredZone } from '../../../../src/controller/desired/desiredZone.ts';
import { createReverseZone } from '../../../../src/controller/desired/reverseZone.ts';
import { parseCidr } from '../../../../src/dns/cidr.ts';
import type { Rrset } from '../../../../src/dns/rrset.ts';
import type { SourceSnapshot } from '../../../../src/model/originSnapshot.ts';
import { type ServiceCommon, serviceKey } from '../../../../src/model/service.ts';
import type { ServiceSnapshot } from '../../../../src/model/serviceSnapshot.ts';
import type { RecordOptions } from '../../../../src/records/recordOptions.ts';
import { nameUnit, objectUnit } from '../../../../src/zone/unit.ts';
import { defaultRecordOptions } from '../../../support/defaultOptions.ts';
import {
  clusterIpService,
  endpoint,
  headlessService,
  machine,
  slice,
  snapshotOf,
} from '../../records/snapshots.ts';

const zone = 'k8s.example.';

const forwardZone = (options: Partial<RecordOptions> = {}, others: readonly RecordOptions[] = []) =>
  createForwardZone({
    options: { ...defaultRecordOptions(zone), ...options },
    others,
    onProblems: () => undefined,
    onContest: () => undefined,
  });

const put = (desired: DesiredZone, snapshot: ServiceSnapshot): void =>
  void desired.put(serviceKey(snapshot.service), snapshot);

/** Headless and without endpoints: it exists, and has nothing to publish. */
const silent = (members: Partial<ServiceCommon> = {}): ServiceSnapshot =>
  snapshotOf(headlessService(members));

const podSnapshot = (namespace: string, name: string): SourceSnapshot => {
  const { addresses: _addresses, ready: _ready, ...common } = machine(name, []);
  const object = { ...common, ref: { kind: 'Pod', namespace, name }, ips: ['10.1.0.9'] };
  return { kind: 'pod', object, namespaceLabels: {} };
};

const nodeSnapshot = (name: string): SourceSnapshot => ({
  kind: 'node',
  object: machine(name, []),
  namespaceLabels: {},
});

const isAskedFor = (desired: DesiredZone, unit: string): boolean =>
  desired.isAskedFor(unit.endsWith('.') ? nameUnit(unit) : objectUnit(unit), () => []);

describe('the names of a Service in the territory are asked for', () => {
  test('while it exists, also when it has nothing to publish', () => {
    const desired = forwardZone();
    put(desired, silent());
    expect(isAskedFor(desired, 'default/web')).toBe(true);
    expect(isAskedFor(desired, 'default/other')).toBe(false);
    desired.put('default/web', undefined);
    expect(isAskedFor(desired, 'default/web')).toBe(false);
  });

  test('while the options select it', () => {
    const desired = forwardZone({ scope: { selector: [{ kind: 'exists', key: 'public' }] } });
    put(desired, silent({ labels: { public: '' } }));
    expect(isAskedFor(desired, 'default/web')).toBe(true);
    put(desired, silent());
    expect(isAskedFor(desired, 'default/web')).toBe(false);
  });

  test('unless it says that it is to be ignored', () => {
    const desired = forwardZone();
    put(desired, silent({ annotations: { 'k8s-bind.io/ignore': 'true' } }));
    expect(isAskedFor(desired, 'default/web')).toBe(false);
    put(desired, silent({ annotations: { 'k8s-bind.io/ignore': 'false' } }));
    expect(isAskedFor(desired, 'default/web')).toBe(true);
  });

  test('and names directly below svc., which belong to no Service, are not', () => {
    const desired = forwardZone();
    put(desired, silent());
    expect(isAskedFor(desired, 'default/')).toBe(false);
    expect(isAskedFor(desired, '/')).toBe(false);
  });
});

describe('a name outside the territory is asked for', () => {
  test('while a Service requests it, also without content', () => {
    const desired = forwardZone();
    put(desired, silent());
    expect([...desired.names()]).toEqual([]);
    expect(isAskedFor(desired, `web.${zone}`)).toBe(true);
    expect(isAskedFor(desired, `other.${zone}`)).toBe(false);
    desired.put('default/web', undefined);
    expect(isAskedFor(desired, `web.${zone}`)).toBe(false);
  });

  test('together with SRV names below it, and with no other name below it', () => {
    const desired = forwardZone();
    put(desired, silent());
    expect(isAskedFor(desired, `_http._tcp.web.${zone}`)).toBe(true);
    expect(isAskedFor(desired, `10-1-0-1.web.${zone}`)).toBe(false);
    expect(isAskedFor(desired, `_http._tcp.other.${zone}`)).toBe(false);
    expect(isAskedFor(desired, `a.b.web.${zone}`)).toBe(false);
    expect(isAskedFor(desired, `xweb.${zone}`)).toBe(false);
  });

  test('together with names of its endpoints, where they may have any, whether one is there now or not', () => {
    const desired = forwardZone({ allow: [{ scope: {}, patterns: ['**.{zone}'] }] });
    const annotations = { 'k8s-bind.io/hostname': 'db.k8s.example' };
    put(desired, silent({ annotations }));
    expect(isAskedFor(desired, `db-0.db.${zone}`)).toBe(true);
    expect(isAskedFor(desired, `x.db-0.db.${zone}`)).toBe(false);
    expect(isAskedFor(desired, `db-0.web.${zone}`)).toBe(false);
    put(desired, snapshotOf(clusterIpService({ annotations })));
    expect(isAskedFor(desired, `db-0.db.${zone}`)).toBe(true);
    put(desired, silent());
    expect(isAskedFor(desired, `db-0.db.${zone}`)).toBe(false);
    put(desired, silent({ annotations }));
    desired.put('default/web', undefined);
    expect(isAskedFor(desired, `db-0.db.${zone}`)).toBe(false);
  });

  test('until the last Service that requests it is gone', () => {
    const desired = forwardZone({ names: [{ rule: 'template', template: 'www.{zone}', scope: {} }] });
    put(desired, silent({ name: 'a' }));
    put(desired, silent({ name: 'b' }));
    desired.put('default/a', undefined);
    expect(isAskedFor(desired, `www.${zone}`)).toBe(true);
    desired.put('default/b', undefined);
    expect(isAskedFor(desired, `www.${zone}`)).toBe(false);
  });

  test('no longer when the annotation that requested it is gone, while the Service stays', () => {
    const desired = forwardZone({ allow: [{ scope: {}, patterns: ['*.{zone}'] }] });
    put(desired, silent({ annotations: { 'k8s-bind.io/hostname': 'nas.k8s.example' } }));
    expect(isAskedFor(desired, `nas.${zone}`)).toBe(true);
    put(desired, silent());
    expect(isAskedFor(desired, `nas.${zone}`)).toBe(false);
    expect(isAskedFor(desired, 'default/web')).toBe(true);
  });

  test('by a Service that the options select only', () => {
    const desired = forwardZone({ scope: { namespaces: ['shop'] } });
    put(desired, silent());
    expect(isAskedFor(desired, `web.${zone}`)).toBe(false);
  });

  test('also by the options of another zone, and then in this zone only', () => {
    const lan = {
      ...defaultRecordOptions('lan.'),
      otherZones: [zone],
      names: [{ rule: 'template' as const, template: '{service}.k8s.example', scope: {} }],
    };
    const desired = forwardZone({ names: [], otherZones: ['lan.'] }, [lan]);
    const asking = createForwardZone({
      options: lan,
      others: [],
      onProblems: () => undefined,
      onContest: () => undefined,
    });
    for (const one of [desired, asking]) put(one, silent());
    expect(isAskedFor(desired, `web.${zone}`)).toBe(true);
    expect(isAskedFor(asking, `web.${zone}`)).toBe(false);
  });
});

describe('the name of a pod is asked for', () => {
  test('while its namespace has a Service that is selected', () => {
    const desired = forwardZone({ podNames: true, scope: { selector: [{ kind: 'absent', key: 'hidden' }] } });
    put(desired, silent());
    put(desired, silent({ name: 'api' }));
    put(desired, silent({ namespace: 'shop', labels: { hidden: '' } }));
    expect(isAskedFor(desired, `10-1-0-1.default.pod.${zone}`)).toBe(true);
    expect(isAskedFor(desired, `10-1-0-1.shop.pod.${zone}`)).toBe(false);
    desired.put('default/web', undefined);
    expect(isAskedFor(desired, `10-1-0-1.default.pod.${zone}`)).toBe(true);
    desired.put('default/api', undefined);
    expect(isAskedFor(desired, `10-1-0-1.default.pod.${zone}`)).toBe(false);
  });

  test('while its namespace has a Pod, where Pods are a source, and by no other kind', () => {
    const desired = forwardZone({ sources: ['pod', 'node'] });
    desired.put('Pod/shop/web', podSnapshot('shop', 'web'));
    desired.put('Node/shop', nodeSnapshot('shop'));
    expect(isAskedFor(desired, `10-1-0-1.shop.pod.${zone}`)).toBe(true);
    desired.put('Pod/shop/web', undefined);
    expect(isAskedFor(desired, `10-1-0-1.shop.pod.${zone}`)).toBe(false);
  });

  test('in no other shape than a pod name has', () => {
    const desired = forwardZone({ podNames: true });
    put(desired, silent());
    put(desired, silent({ namespace: 'b' }));
    for (const name of [`pod.${zone}`, `default.pod.${zone}`, `a.b.default.pod.${zone}`])
      expect(isAskedFor(desired, name), name).toBe(false);
  });

  test('only where pod names are published', () => {
    const desired = forwardZone();
    put(desired, silent());
    expect(isAskedFor(desired, `10-1-0-1.default.pod.${zone}`)).toBe(false);
  });
});

test("the zone's own records are always asked for", () => {
  expect(isAskedFor(forwardZone(), `dns-version.${zone}`)).toBe(true);
});

describe('a reverse name is asked for', () => {
  const name = '1.0.1.10.in-addr.arpa.';
  const cidrs = ['10.1.0.0/16'].flatMap((text) => parseCidr(text) ?? []);

  const reverseZone = (...forward: readonly RecordOptions[]): DesiredZone =>
    createReverseZone({
      pointers: forward.map((records) => ({ records, policy: 'all', cidrs })),
      holds: () => true,
      mayAdd: () => true,
    });

  const pointsAt = (...rdatas: readonly string[]): readonly Rrset[] => [
    { name, type: 'PTR', ttlSeconds: 5, rdatas },
  ];

  test('while a Service exists whose name, or a name below it, it points at', () => {
    const desired = reverseZone(defaultRecordOptions(zone));
    put(desired, silent());
    expect(desired.isAskedFor(nameUnit(name), () => pointsAt(`web.default.svc.${zone}`))).toBe(true);
    expect(desired.isAskedFor(nameUnit(name), () => pointsAt(`db-0.web.default.svc.${zone}`))).toBe(true);
    expect(desired.isAskedFor(nameUnit(name), () => pointsAt(`other.default.svc.${zone}`))).toBe(false);
    expect(desired.isAskedFor(nameUnit(name), () => pointsAt(`default.svc.${zone}`))).toBe(false);
    expect(desired.isAskedFor(nameUnit(name), () => pointsAt('web.default.svc.elsewhere.example.'))).toBe(
      false,
    );
    expect(
      desired.isAskedFor(nameUnit(name), () =>
        pointsAt(`other.default.svc.${zone}`, `web.default.svc.${zone}`),
      ),
    ).toBe(true);
    expect(desired.isAskedFor(nameUnit(name), () => [])).toBe(false);
  });

  test('whether its address is published just now or not', () => {
    const desired = reverseZone(defaultRecordOptions(zone));
    put(desired, snapshotOf(headlessService(), [slice([endpoint('10.1.0.1')])]));
    expect([...desired.units()]).toEqual([name]);
    const before = pointsAt(`10-1-0-1.web.default.svc.${zone}`);
    put(desired, snapshotOf(headlessService(), [slice([endpoint('10.1.0.1', { ready: false })])]));
    expect([...desired.units()]).toEqual([]);
    expect(desired.isAskedFor(nameUnit(name), () => before)).toBe(true);
    desired.put('default/web', undefined);
    expect(desired.isAskedFor(nameUnit(name), () => before)).toBe(false);
  });

  test('by a Service that exists in the forward zone it points into', () => {
    const shop = { ...defaultRecordOptions('shop.example.'), scope: { namespaces: ['shop'] } };
    const desired = reverseZone(defaultRecordOptions(zone), shop);
    put(desired, snapshotOf(clusterIpService()));
    expect(desired.isAskedFor(nameUnit(name), () => pointsAt(`web.default.svc.${zone}`))).toBe(true);
    expect(desired.isAskedFor(nameUnit(name), () => pointsAt('web.default.svc.shop.example.'))).toBe(false);
    put(desired, snapshotOf(clusterIpService({ namespace: 'shop' })));
    expect(desired.isAskedFor(nameUnit(name), () => pointsAt('web.shop.svc.shop.example.'))).toBe(true);
  });
});
