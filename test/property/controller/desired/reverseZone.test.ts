import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { contentOf } from '../../../../src/controller/desired/desiredContent.ts';
import { createReverseZone, type ReverseZone } from '../../../../src/controller/desired/reverseZone.ts';
import { parseCidr } from '../../../../src/dns/cidr.ts';
import { formatZone, recordsOfRrset } from '../../../../src/dns/formatZone.ts';
import { addressOfReverseName } from '../../../../src/dns/reverseName.ts';
import type { ServiceKey } from '../../../../src/model/service.ts';
import { serviceKey } from '../../../../src/model/service.ts';
import type { ServiceSnapshot } from '../../../../src/model/serviceSnapshot.ts';
import { type PointerPolicy, pointerPolicyNames } from '../../../../src/records/inside/pointersOf.ts';
import type { RecordOptions } from '../../../../src/records/recordOptions.ts';
import { unitOf } from '../../../../src/zone/unit.ts';
import { recordOptions } from '../../records/arbitraryOptions.ts';
import { snapshot, snapshots } from '../../records/arbitrarySnapshot.ts';

const cidrs = ['10.0.0.0/16', 'fd00::/32'].flatMap((text) => parseCidr(text) ?? []);

const open = (
  records: RecordOptions,
  policy: PointerPolicy,
  mayAdd: (key: ServiceKey) => boolean = () => true,
): ReverseZone => createReverseZone({ pointers: [{ records, policy, cidrs }], holds: () => true, mayAdd });

const pointerPolicy = fc.constantFrom(...pointerPolicyNames);

const textOf = (zone: ReverseZone): string => formatZone(contentOf(zone).flatMap(recordsOfRrset));

const put = (zone: ReverseZone, { service }: ServiceSnapshot, now: ServiceSnapshot | undefined) =>
  zone.put(serviceKey(service), now);

/** Of the Services that have the address as a cluster IP, the names that may be its PTR. */
const ownersOf = (all: readonly ServiceSnapshot[], address: string): readonly string[] =>
  all
    .filter(({ service }) => service.kind === 'cluster-ip' && service.clusterIps.includes(address))
    .map(({ service }) => `${service.name}.${service.namespace}.svc.`);

describe('the PTRs of any cluster with any options', () => {
  test('at a cluster IP are to its Service alone, whatever slices say and whatever is selected', () => {
    fc.assert(
      fc.property(snapshots, recordOptions, pointerPolicy, (all, options, policy) => {
        const zone = open(options, policy);
        for (const snapshot of all) put(zone, snapshot, snapshot);
        for (const { name, rdatas } of contentOf(zone)) {
          const owners = ownersOf(all, addressOfReverseName(name)?.text ?? '');
          if (owners.length === 0) continue;
          const targets = owners.map((owner) => `${owner}${options.zone}`);
          for (const target of rdatas) expect(targets).toContain(target);
        }
      }),
      { numRuns: 500 },
    );
  });

  test('are the same whichever way the cluster came to be, and every name that changes is reported', () => {
    const step = fc.tuple(snapshot, fc.boolean());
    fc.assert(
      fc.property(
        fc.array(step, { maxLength: 12 }),
        recordOptions,
        pointerPolicy,
        (steps, options, policy) => {
          const zone = open(options, policy);
          const now = new Map<ServiceKey, ServiceSnapshot>();
          let seen = new Map<string, readonly string[]>();
          for (const [snapshot, exists] of steps) {
            const key = serviceKey(snapshot.service);
            if (exists) now.set(key, snapshot);
            else now.delete(key);
            const losing = new Set(zone.losing(key, now.get(key)));
            const touched = new Set(put(zone, snapshot, now.get(key)).map(nameOf));
            const after = new Map(contentOf(zone).map(({ name, rdatas }) => [name, rdatas]));
            for (const name of new Set([...seen.keys(), ...after.keys()])) {
              const [before = [], there = []] = [seen.get(name), after.get(name)];
              if (JSON.stringify(before) !== JSON.stringify(there)) expect([...touched]).toContain(name);
              if (before.length > 0 && there.length === 0) expect([...losing]).toContain(name);
            }
            seen = after;
          }
          const fresh = open(options, policy);
          for (const snapshot of now.values()) put(fresh, snapshot, snapshot);
          expect(textOf(zone)).toBe(textOf(fresh));
        },
      ),
      { numRuns: 300 },
    );
  });

  test('at a cluster IP go at once, before the forward records of its Service are written', () => {
    fc.assert(
      fc.property(snapshots, recordOptions, (all, options) => {
        const waiting = new Set<ServiceKey>();
        const zone = open(options, 'all', (key) => !waiting.has(key));
        const [newcomer, ...others] = all;
        if (newcomer === undefined) return;
        for (const snapshot of others) put(zone, snapshot, snapshot);
        waiting.add(serviceKey(newcomer.service));
        zone.losing(serviceKey(newcomer.service), newcomer);
        for (const { name, rdatas } of contentOf(zone)) {
          const address = addressOfReverseName(name)?.text ?? '';
          const owners = ownersOf(others, address).map((owner) => `${owner}${options.zone}`);
          if (ownersOf([newcomer], address).length === 0) continue;
          for (const target of rdatas) expect(owners).toContain(target);
        }
      }),
      { numRuns: 300 },
    );
  });
});

const nameOf = (key: Parameters<typeof unitOf>[0]): string => {
  const unit = unitOf(key);
  if (unit.kind !== 'name') throw new Error(`${key} is no name`);
  return unit.name;
};
