import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createInterner } from '../../../src/store/project/interner.ts';
import { project } from '../../../src/store/project/project.ts';
import { resourceNames } from '../../../src/store/resources.ts';
import { sameData } from '../../../src/store/sameData.ts';
import { allNeeds } from '../../support/allNeeds.ts';

const odd = fc.oneof(
  fc.jsonValue({ maxDepth: 3 }),
  fc.constantFrom('None', '10.0.0.1', 'FD00::1', 'TCP', 80, null, ''),
);
const shaped = (fields: readonly string[], value: fc.Arbitrary<unknown>) =>
  fc.dictionary(fc.constantFrom(...fields), value, { maxKeys: fields.length });

/** JSON with the members that are read, and in them whatever may be. */
const anyObject = fc.record(
  {
    metadata: fc.oneof(
      odd,
      fc.record({
        name: fc.constantFrom('a', 'b'),
        namespace: fc.constant('n'),
        labels: odd,
        annotations: odd,
      }),
    ),
    spec: fc.oneof(
      odd,
      shaped(
        ['type', 'clusterIP', 'clusterIPs', 'ports', 'externalIPs', 'externalName'],
        fc.oneof(odd, fc.array(odd), fc.array(shaped(['name', 'port', 'protocol', 'nodePort'], odd))),
      ),
    ),
    status: odd,
    addressType: odd,
    subsets: fc.oneof(odd, fc.array(shaped(['addresses', 'notReadyAddresses', 'ports'], fc.array(odd)))),
    endpoints: fc.oneof(odd, fc.array(shaped(['addresses', 'hostname', 'conditions', 'targetRef'], odd))),
    ports: odd,
  },
  { requiredKeys: [] },
);

describe('project', () => {
  it('never throws, whatever the object looks like, and gives the same for the same', () => {
    const shared = createInterner(5);
    fc.assert(
      fc.property(anyObject, fc.constantFrom(...resourceNames), (json, resource) => {
        const first = project(resource, json, { needs: allNeeds, interner: shared });
        const again = project(resource, structuredClone(json), {
          needs: allNeeds,
          interner: createInterner(),
        });
        expect(sameData(first, again)).toBe(true);
      }),
      { numRuns: 1000 },
    );
  });
});

describe('sameData', () => {
  it('agrees with the equality of canonical JSON', () => {
    const value = fc.jsonValue({ maxDepth: 3 });
    fc.assert(
      fc.property(value, value, (a, b) => {
        expect(sameData(a, structuredClone(a))).toBe(true);
        expect(sameData(a, b)).toBe(canonical(a) === canonical(b));
      }),
    );
  });
});

const canonical = (value: unknown): string =>
  JSON.stringify(value, (_key, member: unknown) =>
    typeof member === 'object' && member !== null && !Array.isArray(member)
      ? { members: Object.entries(member).sort(([a], [b]) => (a < b ? -1 : 1)) }
      : member,
  );
