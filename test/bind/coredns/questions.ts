/**
 * The questions that the test tables of CoreDNS's plugins `kubernetes` and `k8s_external` ask (as of August
 * 2026), about the Services of the manifests beside this file, with what CoreDNS answers and what we do. Left
 * out are those about multicluster zones (ServiceImport), and twins.
 */
export type QuestionSet = {
  readonly name: string;
  readonly zone: string;
  /** Nothing where the questions are asked before the program has run. */
  readonly manifest?: string;
  readonly flags?: readonly string[];
  /** More of the configuration, as YAML. */
  readonly config?: string;
  readonly questions: readonly Question[];
};

export type Question = {
  /** Below the zone, which is `@` itself; absolute with a closing dot. */
  readonly name: string;
  readonly type: string;
  readonly coredns: Answer;
  /** Where it is another one, and the row of docs/coredns.md that says why. */
  readonly here?: Answer;
  readonly row?: string;
};

/**
 * `TYPE RDATA` of each record of the answer section. Of an SOA only the name server counts, of an SRV not the
 * weight: CoreDNS divides 100 by the number of targets.
 */
export type Answer = 'no such name' | 'no data' | 'no answer' | readonly string[];

const same = (name: string, type: string, coredns: Answer): Question => ({ name, type, coredns });

const differs = (row: string, { name, type, coredns }: Question, here: Answer): Question => ({
  name,
  type,
  coredns,
  here,
  row,
});

const noData = 'no data';
const noSuchName = 'no such name';

const services: QuestionSet = {
  name: 'Services of each kind',
  zone: 'cluster.local',
  manifest: 'services.yaml',
  flags: ['--namespace', 'shop', '--srv-at-service', '--endpoint-names', '--ttl', '5s'],
  questions: [
    same('web.shop.svc', 'A', ['A 10.0.0.1']),
    same('idle.shop.svc', 'A', ['A 10.0.0.1']),
    same('web.shop.svc', 'SRV', ['SRV 0 100 80 web.shop.svc.cluster.local.']),
    same('idle.shop.svc', 'SRV', ['SRV 0 100 80 idle.shop.svc.cluster.local.']),
    same('six.shop.svc', 'SRV', ['SRV 0 100 80 six.shop.svc.cluster.local.']),
    same('_http._tcp.web.shop.svc', 'SRV', ['SRV 0 100 80 web.shop.svc.cluster.local.']),
    same('_http._tcp.idle.shop.svc', 'SRV', ['SRV 0 100 80 idle.shop.svc.cluster.local.']),
    same('_http._tcp.six.shop.svc', 'SRV', ['SRV 0 100 80 six.shop.svc.cluster.local.']),
    same('web.shop.svc', 'AAAA', noData),
    same('web.shop.svc', 'TXT', noData),
    same('web.shop.svc', 'SOA', noData),
    same('six.shop.svc', 'AAAA', ['AAAA 1234:abcd::1']),
    same('web-0.web.shop.svc', 'A', ['A 172.0.0.1']),
    same('dual.shop.svc', 'A', ['A 10.0.0.3']),
    same('dual.shop.svc', 'AAAA', ['AAAA 10::3']),
    same('dual.shop.svc', 'SRV', ['SRV 0 50 80 dual.shop.svc.cluster.local.']),
    same('_http._tcp.dual.shop.svc', 'SRV', ['SRV 0 50 80 dual.shop.svc.cluster.local.']),
    same('peers.shop.svc', 'A', ['A 172.0.0.2', 'A 172.0.0.3', 'A 172.0.0.4', 'A 172.0.0.5']),
    same('peers.shop.svc', 'AAAA', ['AAAA 5678:abcd::1', 'AAAA 5678:abcd::2']),
    same('_http._tcp.peers.shop.svc', 'SRV', [
      'SRV 0 16 80 172-0-0-2.peers.shop.svc.cluster.local.',
      'SRV 0 16 80 172-0-0-3.peers.shop.svc.cluster.local.',
      'SRV 0 16 80 5678-abcd--1.peers.shop.svc.cluster.local.',
      'SRV 0 16 80 5678-abcd--2.peers.shop.svc.cluster.local.',
      'SRV 0 16 80 twin.peers.shop.svc.cluster.local.',
    ]),
    same('172-0-0-2.peers.shop.svc', 'A', ['A 172.0.0.2']),
    same('172-0-0-3.peers.shop.svc', 'A', ['A 172.0.0.3']),
    same('5678-abcd--1.peers.shop.svc', 'AAAA', ['AAAA 5678:abcd::1']),
    same('5678-abcd--2.peers.shop.svc', 'AAAA', ['AAAA 5678:abcd::2']),
    same('twin.peers.shop.svc', 'A', ['A 172.0.0.4', 'A 172.0.0.5']),
    same('bare.shop.svc', 'A', ['A 172.0.0.20']),
    same('172-0-0-20.bare.shop.svc', 'A', ['A 172.0.0.20']),
    same('away.shop.svc', 'CNAME', ['CNAME cdn.elsewhere.test.']),
    differs(
      'A at an ExternalName outside of the zone',
      same('away.shop.svc', 'A', ['A 1.2.3.4', 'CNAME cdn.elsewhere.test.']),
      ['CNAME cdn.elsewhere.test.'],
    ),
    same('alias.shop.svc', 'A', ['A 10.0.0.1', 'CNAME web.shop.svc.cluster.local.']),
    same('below.away.shop.svc', 'CNAME', noSuchName),
    same('far.below.away.shop.svc', 'CNAME', noSuchName),
    same('nobody.shop.svc', 'A', noSuchName),
    same('nobody.shop.svc', 'AAAA', noSuchName),
    same('nobody.nowhere.svc', 'A', noSuchName),
    same('nobody.nowhere.svc', 'TXT', noSuchName),
    same('nobody.peers.shop.svc', 'A', noSuchName),
    same('nobody.nobody.shop.svc', 'A', noSuchName),
    same('web.hidden.svc', 'A', noSuchName),
    same('svc', 'A', noData),
    same('svc', 'NS', noData),
    same('shop.svc', 'A', noData),
    same('shop.svc', 'NS', noData),
    same('nowhere', 'NS', noSuchName),
    same('nowhere.svc', 'NS', noSuchName),
    differs('`pod`, `NS.pod` and `NS.svc` with nothing below', same('pod', 'A', noData), noSuchName),
    same('dns-version', 'TXT', ['TXT "1.1.0"']),
    // Letters count alike, large and small.
    same('nobody.shop.SvC.ClUsTeR.lOcAl.', 'A', noSuchName),
    same('WeB.ShOp.SvC.cLuStEr.LoCaL.', 'A', ['A 10.0.0.1']),
    same('_HtTp._TcP.wEb.ShOp.SvC.cLuStEr.LoCaL.', 'SRV', ['SRV 0 100 80 web.shop.svc.cluster.local.']),
    // Without pod names.
    same('10-240-0-1.inside.pod', 'A', noSuchName),
    same('172-0-0-2.inside.pod', 'A', noSuchName),
    // Without zonal names.
    same('east.pin._zone.peers.shop.svc', 'A', noSuchName),
    // The zone itself.
    differs('SOA and NS of the zone, `ns.dns`', same('@', 'SOA', ['SOA ns.dns.cluster.local.']), [
      'SOA ns.cluster.local.',
    ]),
    differs('SOA and NS of the zone, `ns.dns`', same('@', 'NS', ['NS ns.dns.cluster.local.']), [
      'NS ns.cluster.local.',
    ]),
    same('@', 'A', noData),
    same('@', 'AAAA', noData),
    same('@', 'SRV', noData),
    same('@', 'HINFO', noData),
    differs('SOA and NS of the zone, `ns.dns`', same('ns.dns', 'A', ['A 127.0.0.1']), noSuchName),
    differs('SOA and NS of the zone, `ns.dns`', same('ns.dns', 'AAAA', ['AAAA 1:2::3:4']), noSuchName),
  ],
};

const unread: QuestionSet = {
  name: 'before the cluster has been read',
  zone: 'unread.test',
  questions: [
    differs('before the cluster has been read', same('nobody.shop.svc', 'A', 'no answer'), noSuchName),
  ],
};

const hidden: QuestionSet = {
  name: 'without empty Services',
  zone: 'hidden.test',
  manifest: 'services.yaml',
  flags: ['--hide-empty'],
  questions: [
    same('idle.shop.svc', 'A', noSuchName),
    same('away.shop.svc', 'CNAME', ['CNAME cdn.elsewhere.test.']),
  ],
};

const pods: QuestionSet = {
  name: 'names of pods',
  zone: 'pods.test',
  manifest: 'pods.yaml',
  flags: ['--pod-names'],
  questions: [
    same('10-240-0-1.inside.pod', 'A', ['A 10.240.0.1']),
    same('inside.pod', 'A', noData),
    same('nowhere.pod', 'A', noSuchName),
    // With "pods verified" CoreDNS has no such name, as we.
    differs('names of pods', same('172-0-0-2.inside.pod', 'A', ['A 172.0.0.2']), noSuchName),
    same('172-0-0-2.inside.pod', 'A', noSuchName),
    same('blah.inside.pod', 'A', noSuchName),
    same('blah.inside.pod', 'AAAA', noSuchName),
    same('blah.inside.pod', 'HINFO', noSuchName),
    same('blah.nowhere.pod', 'A', noSuchName),
    differs('`pod`, `NS.pod` and `NS.svc` with nothing below', same('empty.svc', 'A', noData), noSuchName),
  ],
};

const six = '0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0';

const reverse: QuestionSet = {
  name: 'pointers',
  zone: 'reverse.test',
  manifest: 'reverse.yaml',
  flags: [
    '--endpoint-names',
    ...['10.0.0.0/16', '192.168.0.0/16', '1234:abcd::/64', 'fd00:77:30::/64'].flatMap((cidr) => [
      '--reverse',
      cidr,
    ]),
  ],
  questions: [
    same('100.0.0.10.in-addr.arpa.', 'PTR', ['PTR web-0.web.shop.svc.reverse.test.']),
    same('100.1.168.192.in-addr.arpa.', 'PTR', ['PTR web.shop.svc.reverse.test.']),
    same(`1.0.0.0.0.0.0.0.${six}.d.c.b.a.4.3.2.1.ip6.arpa.`, 'PTR', ['PTR web-1.web.shop.svc.reverse.test.']),
    same(`a.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.3.0.0.7.7.0.0.0.0.d.f.ip6.arpa.`, 'PTR', [
      'PTR six-a.web.shop.svc.reverse.test.',
    ]),
    same(`6.a.b.9.2.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.3.0.0.7.7.0.0.0.0.d.f.ip6.arpa.`, 'PTR', [
      'PTR six-b.web.shop.svc.reverse.test.',
    ]),
    same('99.0.0.10.in-addr.arpa.', 'PTR', [
      'PTR shared.db.shop.svc.reverse.test.',
      'PTR shared.web.shop.svc.reverse.test.',
    ]),
    same('101.0.0.10.in-addr.arpa.', 'PTR', noSuchName),
    same('nobody.org', 'PTR', noSuchName),
    same('web.shop.svc', 'PTR', noData),
    same('web.shop.svc.0.10.in-addr.arpa.', 'A', noSuchName),
    same('100.0.0.10', 'PTR', noSuchName),
  ],
};

const zonalDifference = 'zonal names: TXT at `pin`, a Service without a ready endpoint';

const zonal: QuestionSet = {
  name: 'names of topology zones',
  zone: 'zonal.test',
  manifest: 'zonal.yaml',
  flags: ['--zonal-names', '--srv-at-service'],
  questions: [
    same('east.pin._zone.peers.shop.svc', 'A', ['A 172.0.0.1']),
    same('west.pin._zone.peers.shop.svc', 'A', ['A 172.0.0.2', 'A 172.0.0.3']),
    same('north.pin._zone.peers.shop.svc', 'A', noData),
    same('east.prefer._zone.peers.shop.svc', 'A', ['A 172.0.0.1']),
    same('north.prefer._zone.peers.shop.svc', 'A', ['A 172.0.0.1', 'A 172.0.0.2', 'A 172.0.0.3']),
    same('east.pin._zone.nobody.shop.svc', 'A', noSuchName),
    same('east.other._zone.peers.shop.svc', 'A', noSuchName),
    same('east.pin._zone.web.shop.svc', 'A', noSuchName),
    differs(zonalDifference, same('north.pin._zone.peers.shop.svc', 'TXT', noData), [
      'TXT "no endpoint of this topology zone is published"',
    ]),
    same('north.prefer._zone.peers.shop.svc', 'TXT', noData),
    same('north.prefer._zone.peers.shop.svc', 'SRV', [
      'SRV 0 33 80 172-0-0-1.peers.shop.svc.zonal.test.',
      'SRV 0 33 80 172-0-0-2.peers.shop.svc.zonal.test.',
      'SRV 0 33 80 172-0-0-3.peers.shop.svc.zonal.test.',
    ]),
    same('west.pin._zone.peers.shop.svc', 'SRV', [
      'SRV 0 50 80 172-0-0-2.peers.shop.svc.zonal.test.',
      'SRV 0 50 80 172-0-0-3.peers.shop.svc.zonal.test.',
    ]),
    // Not in a table, but said in the plugin's manual.
    differs(zonalDifference, same('east.pin._zone.starting.shop.svc', 'A', noData), noSuchName),
    same('north.rack-1.prefer._zone.peers.shop.svc', 'A', ['A 172.0.0.1', 'A 172.0.0.2', 'A 172.0.0.3']),
  ],
};

const byTemplate = '`k8s_external`: PTR of external addresses, endpoints below its names';

const external: QuestionSet = {
  name: 'external addresses',
  zone: 'external.test',
  manifest: 'external.yaml',
  flags: ['--srv-at-service', '--short-names='],
  config: `names:
  - { template: '{service}.{namespace}.{zone}', addresses: external, selector: '!lan' }
  - { template: '{service}.{namespace}.{zone}', addresses: endpoints, selector: lan=endpoints }
`,
  questions: [
    differs(byTemplate, same('4.3.2.1.in-addr.arpa.', 'PTR', ['PTR web.shop.external.test.']), noSuchName),
    same('web.shop', 'PTR', noData),
    same('nobody.shop', 'PTR', noSuchName),
    same('web.shop', 'A', ['A 1.2.3.4']),
    same('web.shop', 'SRV', ['SRV 0 100 80 web.shop.external.test.']),
    same('*._neither.web.shop', 'SRV', noSuchName),
    same('_http._tcp.web.shop', 'SRV', ['SRV 0 100 80 web.shop.external.test.']),
    same('web.shop', 'AAAA', noData),
    same('nobody.shop', 'AAAA', noSuchName),
    same('nobody.shop', 'A', noSuchName),
    same('nobody.nowhere', 'A', noSuchName),
    same('six.shop', 'AAAA', ['AAAA 1:2::5']),
    same('_http._tcp.six.shop', 'SRV', ['SRV 0 100 80 six.shop.external.test.']),
    same('six.shop', 'SRV', ['SRV 0 100 80 six.shop.external.test.']),
    same('shop', 'A', noData),
    same('shop', 'SOA', noData),
    same('balanced.shop', 'A', ['A 2.3.4.5']),
    same('_http._tcp.balanced.shop', 'SRV', ['SRV 0 100 80 balanced.shop.external.test.']),
    same('balanced.shop', 'SRV', ['SRV 0 100 80 balanced.shop.external.test.']),
    same('named.shop', 'A', ['CNAME balancer.elsewhere.test.']),
    same('_http._tcp.named.shop', 'SRV', ['SRV 0 100 80 balancer.elsewhere.test.']),
    differs(
      'SRV at a name that is an alias',
      same('named.shop', 'SRV', ['SRV 0 100 80 balancer.elsewhere.test.']),
      ['CNAME balancer.elsewhere.test.'],
    ),
    same('peers.shop', 'A', ['A 1.2.3.4', 'A 1.2.3.5']),
    ...['peers.shop', '_http._tcp.peers.shop'].map((name) =>
      differs(
        byTemplate,
        same(name, 'SRV', [
          'SRV 0 50 80 peer-0.peers.shop.external.test.',
          'SRV 0 50 80 peer-1.peers.shop.external.test.',
        ]),
        [
          'SRV 0 100 80 peer-0.peers.shop.svc.external.test.',
          'SRV 0 100 80 peer-1.peers.shop.svc.external.test.',
        ],
      ),
    ),
    ...[0, 1].flatMap((peer) => [
      differs(
        byTemplate,
        same(`peer-${peer}.peers.shop`, 'SRV', [`SRV 0 100 80 peer-${peer}.peers.shop.external.test.`]),
        noSuchName,
      ),
      differs(byTemplate, same(`peer-${peer}.peers.shop`, 'A', [`A 1.2.3.${4 + peer}`]), noSuchName),
    ]),
    differs('SOA and NS of the zone, `ns.dns`', same('@', 'SOA', ['SOA ns1.dns.external.test.']), [
      'SOA ns.external.test.',
    ]),
    differs('SOA and NS of the zone, `ns.dns`', same('@', 'NS', ['NS ns1.dns.external.test.']), [
      'NS ns.external.test.',
    ]),
    same('@', 'SRV', noData),
    ...(
      [
        ['dns', 'SRV', noData],
        ['dns', 'NS', noData],
        ['ns1.dns', 'SRV', noData],
        ['ns1.dns', 'NS', noData],
        ['ns1.dns', 'AAAA', noData],
        ['ns1.dns', 'A', ['A 127.0.0.1']],
      ] as const
    ).map(([name, type, coredns]) =>
      differs('SOA and NS of the zone, `ns.dns`', same(name, type, coredns), noSuchName),
    ),
  ],
};

export const questionSets: readonly QuestionSet[] = [
  services,
  unread,
  hidden,
  pods,
  reverse,
  zonal,
  external,
];
