import { deepEqual, equal, ok } from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type ContentOptions, desiredContent } from '../../../../src/controller/desired/desiredContent.ts';
import { checkName } from '../../../../src/dns/canonicalName.ts';
import { parseCidr } from '../../../../src/dns/cidr.ts';
import { encodeRdata } from '../../../../src/dns/recordTypes.ts';
import { parseManifest } from '../../../../src/manifests/parseManifest.ts';
import { sourceNames } from '../../../../src/model/sourceName.ts';
import { snapshotsOfObjects } from '../../../support/snapshotsOfObjects.ts';
import { inOneLine } from '../inOneLine.ts';
import type { Target } from '../target.ts';
import { textTarget } from '../textTarget.ts';
import { recordOptions } from './checkRecords.ts';
import { yamlWords } from './yamlWords.ts';

const records = { ...recordOptions, sources: sourceNames, hasPodNames: true };
const options: ContentOptions = {
  records,
  policy: 'all',
  cidrs: [parseCidr('10.0.0.0/8'), parseCidr('fd00::/8')].flatMap((one) => one ?? []),
};

const manifests = globSync('*/cluster.yaml', { cwd: join(import.meta.dirname, '../../../golden') });

/** Objects of all kinds: what is published of them can be written, in whatever order they come. */
export const objectsTarget: Target = textTarget({
  seeds: manifests
    .sort()
    .map((path) => readFileSync(join(import.meta.dirname, '../../../golden', path), 'utf8')),
  words: `${yamlWords} Service EndpointSlice Ingress Node Gateway HTTPRoute DNSEndpoint spec: status: clusterIP: None annotations: k8s-bind.io/hostname: external-dns.kubernetes.io/target: hostnames: addresses: 10.0.0.1 fd00::1 *.k8s.example a.lan True parentRefs: endpoints: targets: recordType: TXT SRV`,
  maxOctets: 6144,
  check: (text) => {
    const parsed = parseManifest(text, 'cluster.yaml');
    if (parsed.kind === 'broken') return;
    const snapshots = snapshotsOfObjects(parsed.objects, records);
    const content = desiredContent([options], snapshots);
    deepEqual(desiredContent([options], [...snapshots].reverse()), content);
    for (const { rrsets, problems } of content.zones) {
      for (const { name, type, rdatas, ttlSeconds } of [...rrsets, ...content.pointers]) {
        equal(checkName(name), undefined);
        ok(ttlSeconds >= records.minTtlSeconds && ttlSeconds <= records.maxTtlSeconds);
        for (const rdata of rdatas) encodeRdata(type, rdata);
      }
      for (const { message } of problems) inOneLine(message, 600);
    }
  },
});
