import { expect, test } from 'vitest';
import type { Conflict } from '../../../../src/controller/write/conflicts.ts';
import type { Quarantined } from '../../../../src/controller/write/quarantine.ts';
import { objectStates } from '../../../../src/daemon/status/objectStates.ts';
import { serviceRef } from '../../../../src/model/objectRef.ts';
import { nameUnit, objectUnit, type UnitKey } from '../../../../src/zone/unit.ts';

/** Every name is asked for by the Service of its first label. */
const at = (name: string) => ({
  origin: serviceRef(`default/${name.split('.')[0]}`),
  rrsets: [],
  base: name,
});

const quarantined = { untilMs: 0, trying: false, changed: false, attempts: 1, sinceMs: 0 };
const refused: Quarantined = { ...quarantined, outcome: { kind: 'refused' } };
const omitted: Quarantined = { ...quarantined, outcome: { kind: 'omitted', cause: 'ttl', records: [] } };

const conflict = (service: string): [string, Conflict] => [
  `${service}.k8s.example.`,
  { reason: '', origin: serviceRef(`default/${service}`), sinceMs: 0 },
];

type Content = {
  readonly pending?: readonly UnitKey[];
  readonly quarantine?: readonly [UnitKey, Quarantined][];
  readonly conflicts?: readonly [string, Conflict][];
  readonly losers?: readonly string[];
  readonly problems?: readonly string[];
};

const zone = ({ pending = [], quarantine, conflicts, losers = [], problems = [] }: Content) => ({
  loop: {
    view: {
      pendingUnits: () => pending,
      quarantine: () => new Map(quarantine),
      conflicts: () => new Map(conflicts),
      holds: () => new Map(),
    },
  },
  desired: { at, originOf: serviceRef },
  notes: {
    problems: new Map(problems.map((service) => [service, []])),
    contests: new Map([
      ['name.', { winner: serviceRef('shop/other'), sharers: [], losers: losers.map(serviceRef) }],
    ]),
  },
});

test('a Service is in the gravest state that any of its names is in, in any zone', () => {
  const first = zone({
    quarantine: [
      [nameUnit('a.k8s.example.'), refused],
      [objectUnit('default/b'), omitted],
      [nameUnit('b.k8s.example.'), refused],
      [objectUnit('default/c'), omitted],
    ],
    losers: ['default/e'],
  });
  const second = zone({
    conflicts: [conflict('c'), conflict('d')],
    pending: [objectUnit('default/d'), nameUnit('f.k8s.example.')],
    problems: ['default/f', 'default/g'],
  });
  expect(Object.fromEntries(objectStates([first, second]))).toEqual({
    'default/a': 'quarantined',
    'default/b': 'quarantined',
    'default/c': 'omitted',
    'default/d': 'conflict',
    'default/e': 'conflict',
    'default/f': 'pending',
    'default/g': 'unpublishable',
  });
});
