import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { apiShapes } from '../../../../src/kube/protobuf/apiShapes.ts';
import type { MessageShape } from '../../../../src/kube/protobuf/messageShape.ts';
import { parseManifest } from '../../../../src/manifests/parseManifest.ts';
import { createInterner } from '../../../../src/store/project/interner.ts';
import { project } from '../../../../src/store/project/project.ts';
import { allNeeds } from '../../../support/allNeeds.ts';

const golden = join(import.meta.dirname, '../../../golden');

/** The same object, which notes each member that is asked for, as `spec.ports.name`. */
const watched = (value: unknown, path: string, asked: Set<string>): unknown => {
  if (Array.isArray(value)) return value.map((one) => watched(one, path, asked));
  if (typeof value !== 'object' || value === null) return value;
  return new Proxy(value, {
    get: (target, key) => {
      const member: unknown = Reflect.get(target, key);
      if (typeof key === 'symbol') return member;
      const at = path === '' ? key : `${path}.${key}`;
      asked.add(at);
      return watched(member, at, asked);
    },
  });
};

/** Whether the shape has what stands at the path; of a map all members. */
const has = (shape: MessageShape, path: string): boolean => {
  const [key, ...rest] = path.split('.');
  const field = shape.find((one) => one?.key === key);
  if (field === undefined) return false;
  return rest.length === 0 || field.kind === 'map' || ('shape' in field && has(field.shape, rest.join('.')));
};

test.each(['services', 'endpointslices'] as const)(
  '%s have in protobuf all that is read of them',
  (resource) => {
    const asked = new Set<string>();
    for (const file of globSync('*/cluster.yaml', { cwd: golden })) {
      const parsed = parseManifest(readFileSync(join(golden, file), 'utf8'), file);
      if (parsed.kind === 'broken') continue;
      for (const { json } of parsed.objects.filter((object) => object.resource === resource))
        project(resource, watched(json, '', asked), { needs: allNeeds, interner: createInterner() });
    }
    expect(asked.size).toBeGreaterThan(15);
    expect([...asked].filter((path) => !has(apiShapes[resource] ?? [], path))).toEqual([]);
  },
);
