import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { createForwardZone } from '../../../../src/controller/desired/createForwardZone.ts';
import type { DesiredZone } from '../../../../src/controller/desired/desiredZone.ts';
import { createReverseZone } from '../../../../src/controller/desired/reverseZone.ts';
import { parseCidr } from '../../../../src/dns/cidr.ts';
import type { Rrset } from '../../../../src/dns/rrset.ts';
import { serviceKey } from '../../../../src/model/service.ts';
import type { ServiceSnapshot } from '../../../../src/model/serviceSnapshot.ts';
import type { RecordOptions } from '../../../../src/records/recordOptions.ts';
import { nameUnit, type UnitKey } from '../../../../src/zone/unit.ts';
import { recordOptions } from '../../records/arbitraryOptions.ts';
import { snapshots } from '../../records/arbitrarySnapshot.ts';

const cidrs = ['10.0.0.0/16', 'fd00::/32'].flatMap((text) => parseCidr(text) ?? []);

const zonesOf = (options: RecordOptions): readonly DesiredZone[] => [
  createForwardZone({ options, others: [], onProblems: () => undefined, onContest: () => undefined }),
  createReverseZone({
    pointers: [{ records: options, policy: 'all', cidrs }],
    holds: () => true,
    mayAdd: () => true,
  }),
];

/** Everything that a zone should hold, by unit. */
const contentOf = (desired: DesiredZone): ReadonlyMap<UnitKey, readonly Rrset[]> =>
  new Map([
    ...[...desired.units()].map((unit) => [unit, desired.rrsetsOf(desired.source(unit))] as const),
    ...[...desired.names()].map((name) => [nameUnit(name), desired.at(name)?.rrsets ?? []] as const),
  ]);

const holdsSomething = (rrsets: readonly Rrset[]): boolean => rrsets.length > 0;

const putAll = (desired: DesiredZone, all: readonly ServiceSnapshot[]): void => {
  for (const snapshot of all) desired.put(serviceKey(snapshot.service), snapshot);
};

test('what is desired is asked for, whatever the cluster and the options', () => {
  fc.assert(
    fc.property(snapshots, recordOptions, (all, options) => {
      for (const desired of zonesOf(options)) {
        putAll(desired, all);
        for (const [unit, rrsets] of contentOf(desired))
          if (holdsSomething(rrsets))
            expect(
              desired.isAskedFor(unit, () => rrsets),
              unit,
            ).toBe(true);
      }
    }),
    { numRuns: 300 },
  );
});

test('what is left of Services that have nothing to publish any more is asked for', () => {
  fc.assert(
    fc.property(snapshots, recordOptions, (all, options) => {
      for (const desired of zonesOf(options)) {
        putAll(desired, all);
        const before = contentOf(desired);
        const silent = all.map((snapshot): ServiceSnapshot => {
          const {
            clusterIps: _clusterIps,
            externalName: _externalName,
            ...service
          } = {
            clusterIps: [],
            externalName: '',
            ...snapshot.service,
          };
          return { ...snapshot, service: { ...service, kind: 'pending' }, slices: [] };
        });
        putAll(desired, silent);
        for (const [unit, rrsets] of before)
          if (holdsSomething(rrsets))
            expect(
              desired.isAskedFor(unit, () => rrsets),
              unit,
            ).toBe(true);
      }
    }),
    { numRuns: 300 },
  );
});

test('when every Service is gone, only records of the zone itself are asked for', () => {
  fc.assert(
    fc.property(snapshots, recordOptions, (all, options) => {
      for (const desired of zonesOf(options)) {
        putAll(desired, all);
        const before = contentOf(desired);
        for (const { service } of all) desired.put(serviceKey(service), undefined);
        for (const [unit, rrsets] of before)
          expect(
            desired.isAskedFor(unit, () => rrsets),
            unit,
          ).toBe(unit === `dns-version.${options.zone}`);
      }
    }),
    { numRuns: 300 },
  );
});
