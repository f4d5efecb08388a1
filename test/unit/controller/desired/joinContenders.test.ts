import { describe, expect, test } from 'vitest';
import { type Joining, joinContenders } from '../../../../src/controller/desired/joinContenders.ts';
import { formatZone, recordsOfRrset } from '../../../../src/dns/formatZone.ts';
import type { RecordType } from '../../../../src/dns/rrset.ts';
import { serviceRef } from '../../../../src/model/objectRef.ts';
import type { RequestedName } from '../../../../src/records/serviceRecords.ts';

const base = 'web.k8s.example.';

type Line = readonly [name: string, type: RecordType, ttlSeconds: number, ...rdatas: string[]];

/** An object with RRsets at the base and below it, as the older of equal ones come first. */
const contender = (key: string, ...lines: readonly Line[]): Joining => {
  const origin = serviceRef(key);
  const byName = Map.groupBy(lines, ([name]) => name);
  const names = [...byName].map(
    ([name, lines]): RequestedName => ({
      name,
      base,
      zone: 'k8s.example.',
      origin,
      createdMs: 0,
      rule: 'annotation',
      rrsets: lines.map(([, type, ttlSeconds, ...rdatas]) => ({ name, type, ttlSeconds, rdatas })),
    }),
  );
  return { origin, names };
};

const outcomeOf = (...ranked: readonly Joining[]) => {
  const { sharers, losers, names } = joinContenders(ranked);
  const keyOf = ({ origin }: Joining): string => `${origin.namespace}/${origin.name}`;
  return {
    sharers: sharers.map(keyOf),
    losers: losers.map(keyOf),
    text: formatZone(names.flatMap(({ rrsets }) => rrsets).flatMap(recordsOfRrset)),
  };
};

const srv = `_http._tcp.${base}`;

describe('of several objects that ask for one name', () => {
  test('those of one namespace share it: what any of them has, with the smallest TTL', () => {
    expect(
      outcomeOf(
        contender('shop/tcp', [base, 'A', 30, '192.0.2.1'], [srv, 'SRV', 30, `0 100 80 ${base}`]),
        contender('shop/udp', [base, 'A', 60, '192.0.2.1', '192.0.2.2'], [base, 'AAAA', 5, '2001:db8::1']),
      ),
    ).toEqual({
      sharers: ['shop/tcp', 'shop/udp'],
      losers: [],
      text: `web.k8s.example.            30 IN A    192.0.2.1
web.k8s.example.            30 IN A    192.0.2.2
web.k8s.example.             5 IN AAAA 2001:db8::1
_http._tcp.web.k8s.example. 30 IN SRV  0 100 80 web.k8s.example.
`,
    });
  });

  test('those of other namespaces than the oldest go without', () => {
    expect(
      outcomeOf(
        contender('shop/web', [base, 'A', 30, '192.0.2.1']),
        contender('evil/web', [base, 'A', 30, '192.0.2.66']),
        contender('shop/more', [base, 'A', 30, '192.0.2.2']),
      ),
    ).toEqual({
      sharers: ['shop/web', 'shop/more'],
      losers: ['evil/web'],
      text: `web.k8s.example. 30 IN A 192.0.2.1
web.k8s.example. 30 IN A 192.0.2.2
`,
    });
  });

  test('an alias goes without where another of its namespace has addresses, and gives way to nobody else', () => {
    const alias = contender('shop/alias', [base, 'CNAME', 30, 'lb.example.net.']);
    const addressed = contender('shop/web', [base, 'A', 30, '192.0.2.1']);
    const others = contender('evil/web', [base, 'A', 30, '192.0.2.66']);
    expect(outcomeOf(alias, others, addressed)).toEqual({
      sharers: ['shop/web'],
      losers: ['shop/alias', 'evil/web'],
      text: 'web.k8s.example. 30 IN A 192.0.2.1\n',
    });
    expect(outcomeOf(alias, others).sharers).toEqual(['shop/alias']);
  });

  test('the oldest of several aliases has it', () => {
    const aliases = ['a', 'b'].map((name) =>
      contender(`shop/${name}`, [base, 'CNAME', 30, `${name}.example.net.`]),
    );
    expect(outcomeOf(...aliases)).toEqual({
      sharers: ['shop/a'],
      losers: ['shop/b'],
      text: 'web.k8s.example. 30 IN CNAME a.example.net.\n',
    });
  });

  test('an alias at the name, with other names below it, goes without as well', () => {
    const alias = contender('shop/a', [srv, 'SRV', 30, `0 1 1 ${base}`], [base, 'CNAME', 30, 'example.net.']);
    const { sharers, losers } = outcomeOf(alias, contender('shop/b', [base, 'A', 30, '192.0.2.1']));
    expect([sharers, losers]).toEqual([['shop/b'], ['shop/a']]);
  });

  test('what they have stands in the order of types, whoever has which', () => {
    const [name] = joinContenders([
      contender('shop/six', [base, 'AAAA', 5, '2001:db8::1']),
      contender('shop/four', [base, 'A', 30, '192.0.2.1']),
    ]).names;
    expect(name?.rrsets.map(({ type }) => type)).toEqual(['A', 'AAAA']);
  });

  test('a hundred share it, and the younger go without', () => {
    const many = Array.from({ length: 150 }, (_, at) =>
      contender(`shop/web-${at}`, [base, 'A', 30, `192.0.2.${at}`]),
    );
    const { sharers, losers } = joinContenders(many);
    expect([sharers.length, losers.length]).toEqual([100, 50]);
    expect(sharers).toEqual(many.slice(0, 100));
  });

  test('objects without a namespace share nothing', () => {
    const nodes = ['a', 'b'].map((name) => ({
      ...contender('x/y', [base, 'A', 30, '192.0.2.1']),
      origin: { kind: 'Node', namespace: '', name },
    }));
    expect(joinContenders(nodes).sharers).toEqual(nodes.slice(0, 1));
  });
});
