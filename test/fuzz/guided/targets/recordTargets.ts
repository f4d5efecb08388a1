import { deepEqual, equal, ok } from 'node:assert/strict';
import { checkName } from '../../../../src/dns/canonicalName.ts';
import { encodeRdata } from '../../../../src/dns/recordTypes.ts';
import { templateFault } from '../../../../src/records/outside/fillTemplate.ts';
import { matchesPattern } from '../../../../src/records/outside/isAllowed.ts';
import type { RecordOptions } from '../../../../src/records/recordOptions.ts';
import { recordsOf } from '../../../../src/records/recordsOf.ts';
import { defaultRecordOptions } from '../../../support/defaultOptions.ts';
import { clusterIpService, headlessService } from '../../../unit/records/snapshots.ts';
import { inOneLine } from '../inOneLine.ts';
import type { Target } from '../target.ts';
import { textTarget } from '../textTarget.ts';

const options: RecordOptions = {
  ...defaultRecordOptions('k8s.example.'),
  otherZones: ['lan.'],
  watchNodes: true,
  externalDnsAnnotations: true,
  allow: [{ scope: {}, patterns: ['*.{zone}', '**.lan', '{namespace}-*.a.{zone}'] }],
};

const services = [clusterIpService, headlessService] as const;

/** Whatever they say, what is published can be written, and what is told is short. */
const checkRecords = (annotations: Readonly<Record<string, string>>, options: RecordOptions): void => {
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

/** The same question, answered by filling in a table. */
const matches = (patterns: readonly string[], labels: readonly string[], fits: typeof fitsLabel): boolean => {
  let reached = labels.map(() => false).concat(false);
  reached[0] = true;
  for (const pattern of patterns) {
    const next = reached.map(() => false);
    for (let at = 0; at < reached.length; at += 1) {
      if (pattern === '**') next[at] = reached[at] === true || next[at - 1] === true;
      else next[at] = at > 0 && reached[at - 1] === true && fits(pattern, labels[at - 1] ?? '');
    }
    reached = next;
  }
  return reached.at(-1) === true;
};

const fitsLabel = (pattern: string, label: string): boolean =>
  matches(
    pattern.split('').map((one) => (one === '*' ? '**' : one)),
    label.split(''),
    (one, other) => one === other,
  );

const labelsOf = (text: string): readonly string[] => text.trim().toLowerCase().replace(/\.$/, '').split('.');

export const recordTargets: readonly Target[] = [
  textTarget({
    name: 'annotations',
    seeds: [
      'k8s-bind.io/hostname=web.k8s.example, a.lan.,b\nk8s-bind.io/ttl=1h\nk8s-bind.io/addresses=endpoints\nk8s-bind.io/srv-weight=5',
      'external-dns.kubernetes.io/hostname=x.k8s.example\nexternal-dns.alpha.kubernetes.io/target=192.0.2.1,::1\nexternal-dns.kubernetes.io/access=public',
      'k8s-bind.io/ignore=true\nexternal-dns.alpha.kubernetes.io/target=a.example\nexternal-dns.alpha.kubernetes.io/hostname=y.lan\nexternal-dns.alpha.kubernetes.io/ttl=60',
    ],
    words:
      'k8s-bind.io/hostname= k8s-bind.io/ttl= k8s-bind.io/addresses= k8s-bind.io/srv-priority= k8s-bind.io/ignore= external-dns.kubernetes.io/ external-dns.alpha.kubernetes.io/ hostname= internal-hostname= target= access=private endpoints-type=HostIP set-identifier= ttl= .k8s.example .lan default-a.a.k8s.example * ** , node cluster-ip external 65536 _k8s-bind svc pod',
    check: (text) => {
      const entries = text.split('\n').map((line) => {
        const at = line.indexOf('=');
        return [line.slice(0, Math.max(0, at)), line.slice(at + 1)] as const;
      });
      checkRecords(Object.fromEntries(entries), options);
    },
  }),
  textTarget({
    name: 'name-template',
    seeds: ['{service}.{namespace}.{zone}', '{label:app}-x.lan\nweb', '{annotation:app}.{zone}\na.b.'],
    words: '{service} {namespace} {zone} {label:app} {annotation:app} {label: { } . - .lan $& $1 ** *',
    check: (text) => {
      const [template = '', ...rest] = text.split('\n');
      if (templateFault(template) !== undefined) return;
      const names = [{ rule: 'template', template, scope: {} }] as const;
      checkRecords({ app: rest.join('\n') }, { ...options, names });
    },
  }),
  textTarget({
    name: 'pattern',
    seeds: ['*.k8s.example\nweb.k8s.example.', '**.lan\na.b.lan.', 'a*b*.**.x\naxbx.c.d.x.'],
    words: '* ** *.*. **.** .**. a b . .. *a* \na.a.a.a.a.a.a.a.a.',
    check: (text) => {
      const line = text.indexOf('\n');
      const [pattern, name] = [text.slice(0, Math.max(0, line)), text.slice(line + 1).slice(0, 254)];
      equal(matchesPattern(pattern, name), matches(labelsOf(pattern), labelsOf(name), fitsLabel));
    },
  }),
];
