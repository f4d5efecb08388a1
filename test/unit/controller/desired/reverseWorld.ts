import { createReverseZone, type ReverseZone } from '../../../../src/controller/desired/reverseZone.ts';
import { parseCidr } from '../../../../src/dns/cidr.ts';
import type { OriginKey } from '../../../../src/model/objectRef.ts';
import type { ServiceSnapshot } from '../../../../src/model/serviceSnapshot.ts';
import type { PointerPolicy } from '../../../../src/records/inside/pointersOf.ts';
import type { RecordOptions } from '../../../../src/records/recordOptions.ts';
import { nameUnit } from '../../../../src/zone/unit.ts';
import { defaultRecordOptions } from '../../../support/defaultOptions.ts';
import { clusterIpService, endpoint, headlessService, slice, snapshotOf } from '../../records/snapshots.ts';

const cidrs = ['10.0.0.0/8'].flatMap((text) => parseCidr(text) ?? []);

/** The forward zone that PTRs point into, where nothing else is said. */
export const zone = 'k8s.example.';

type Forward = { readonly zone: string; readonly policy?: PointerPolicy } & Partial<RecordOptions>;

/** The reverse zone of `10.0.0.0/8`, of these forward zones. */
export const openReverseZone = (
  forward: readonly Forward[] = [{ zone }],
  {
    holds = () => true,
    mayAdd = () => true,
  }: { holds?: (name: string) => boolean; mayAdd?: (key: OriginKey) => boolean } = {},
): ReverseZone =>
  createReverseZone({
    pointers: forward.map(({ policy = 'all', ...options }) => ({
      records: { ...defaultRecordOptions(options.zone), ...options },
      policy,
      cidrs,
    })),
    holds,
    mayAdd,
  });

/** Headless, with one endpoint at each address. */
export const pods = (...addresses: readonly string[]): ServiceSnapshot =>
  snapshotOf(headlessService(), [slice(addresses.map((address) => endpoint(address)))]);

/** With these cluster IPs. */
export const service = (...clusterIps: readonly string[]): ServiceSnapshot =>
  snapshotOf(clusterIpService({}, [...clusterIps]));

/** What the PTRs of a name point at; undefined where it has none. */
export const targetsAt = (desired: ReverseZone, name: string): readonly string[] | undefined =>
  desired.source(nameUnit(name)) && desired.rrsetsOf(desired.source(nameUnit(name)))[0]?.rdatas;
