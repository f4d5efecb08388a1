import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { createForwardZone, type ForwardZone } from '../../../../src/controller/desired/createForwardZone.ts';
import { contentOf } from '../../../../src/controller/desired/desiredContent.ts';
import { digestOf } from '../../../../src/dns/recordDigest.ts';
import type { OriginKey } from '../../../../src/model/objectRef.ts';
import { serviceKey } from '../../../../src/model/service.ts';
import type { ServiceSnapshot } from '../../../../src/model/serviceSnapshot.ts';
import type { RecordOptions } from '../../../../src/records/recordOptions.ts';
import type { RecordProblem } from '../../../../src/records/serviceRecords.ts';
import type { MadeRecords } from '../../../../src/zone/rememberedZone.ts';
import type { UnitKey } from '../../../../src/zone/unit.ts';
import { recordOptions } from '../../records/arbitraryOptions.ts';
import { snapshots } from '../../records/arbitrarySnapshot.ts';

type Filled = { readonly desired: ForwardZone; readonly problems: Map<OriginKey, readonly RecordProblem[]> };

const filled = (
  options: RecordOptions,
  all: readonly ServiceSnapshot[],
  made: ReadonlyMap<UnitKey, MadeRecords> = new Map(),
): Filled => {
  const problems = new Map<OriginKey, readonly RecordProblem[]>();
  const desired = createForwardZone({
    options,
    others: [],
    onProblems: (key, found) => void problems.set(key, found),
    onContest: () => undefined,
  });
  desired.recall(made);
  for (const snapshot of all) desired.put(serviceKey(snapshot.service), snapshot);
  return { desired, problems };
};

const madeBy = ({ desired }: Filled): ReadonlyMap<UnitKey, MadeRecords> =>
  new Map(
    [...desired.units()].flatMap((unit) => {
      const source = desired.source(unit);
      const text = desired.textOf(unit);
      if (source?.kind !== 'computed' || text === undefined) return [];
      return [[unit, { text, digest: source.digest }] as const];
    }),
  );

const digestsOf = (desired: ForwardZone) =>
  [...desired.units()].map((unit) => {
    const source = desired.source(unit);
    return [unit, source?.kind === 'computed' ? source.digest : digestOf(desired.rrsetsOf(source))];
  });

/** All that the rest of the program sees of it. */
const seen = ({ desired, problems }: Filled) => ({
  records: contentOf(desired),
  digests: digestsOf(desired),
  contests: desired.contests(),
  leftOut: desired.leftOut(),
  problems,
});

test('by what an earlier process made a zone is what it is without, whatever changed in between', () => {
  let recalled = 0;
  let changed = 0;
  fc.assert(
    fc.property(snapshots, snapshots, recordOptions, fc.nat(), (before, others, options, which) => {
      const later = before.map((snapshot, at) => ((which >> at) & 1 ? (others[at] ?? snapshot) : snapshot));
      const first = filled(options, before);
      const made = madeBy(first);
      const by = filled(options, later, made);
      for (const [unit, { digest }] of made) {
        const had = first.desired.source(unit);
        const source = by.desired.before(unit);
        if (had?.kind === 'computed' && 'nodes' in had.snapshot && had.snapshot.nodes.length > 0) {
          expect(source).toBeUndefined();
          continue;
        }
        expect(source).toMatchObject({ kind: 'computed', digest });
        expect(by.desired.rrsetsOf(source)).toEqual(first.desired.rrsetsOf(had));
      }
      expect(seen(by)).toEqual(seen(filled(options, later)));
      const believed = [...by.desired.makeRecalled()].length;
      recalled += believed;
      changed += made.size - believed;
      expect(seen(by)).toEqual(seen(filled(options, later)));
      expect([...by.desired.makeRecalled()]).toEqual([]);
    }),
    { numRuns: 400 },
  );
  expect(recalled).toBeGreaterThan(100);
  expect(changed).toBeGreaterThan(20);
});

test('what an earlier process made by other options is not believed', () => {
  fc.assert(
    fc.property(snapshots, recordOptions, recordOptions, (all, before, now) => {
      const by = filled(now, all, madeBy(filled(before, all)));
      expect(seen(by)).toEqual(seen(filled(now, all)));
    }),
    { numRuns: 200 },
  );
});
