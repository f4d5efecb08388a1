import { deepEqual, equal, ok } from 'node:assert/strict';
import { checkName } from '../../../../src/dns/canonicalName.ts';
import { encodeRdata } from '../../../../src/dns/recordTypes.ts';
import type { RecordOptions } from '../../../../src/records/recordOptions.ts';
import { recordsOf } from '../../../../src/records/recordsOf.ts';
import { defaultRecordOptions } from '../../../support/defaultOptions.ts';
import { clusterIpService, headlessService } from '../../../unit/records/snapshots.ts';
import { inOneLine } from '../inOneLine.ts';

/** Zones that take names of others. */
export const recordOptions: RecordOptions = {
  ...defaultRecordOptions('k8s.example.'),
  otherZones: ['lan.'],
  watchNodes: true,
  externalDnsAnnotations: true,
  allow: [{ scope: {}, patterns: ['*.{zone}', '**.lan', '{namespace}-*.a.{zone}'] }],
};

const services = [clusterIpService, headlessService] as const;

/** Whatever they say, what is published can be written, and what is told is short. */
export const checkRecords = (annotations: Readonly<Record<string, string>>, options: RecordOptions): void => {
  for (const service of services) {
    const ports = [{ name: 'http', protocol: 'tcp', port: 80, nodePort: 30_080 }] as const;
    const snapshot = {
      service: service({ annotations, ports, labels: annotations }),
      slices: [],
      nodes: [],
      namespaceLabels: {},
    };
    const records = recordsOf(snapshot, options);
    deepEqual(recordsOf(snapshot, options), records);
    const rrsets = [...records.territory, ...records.shared, ...records.names.flatMap((one) => one.rrsets)];
    for (const { name, type, rdatas, ttlSeconds } of rrsets) {
      equal(checkName(name), undefined);
      ok(ttlSeconds >= options.minTtlSeconds && ttlSeconds <= options.maxTtlSeconds);
      for (const rdata of rdatas) encodeRdata(type, rdata);
    }
    ok(records.problems.length <= 21);
    for (const { message } of records.problems) inOneLine(message, 320);
  }
};
