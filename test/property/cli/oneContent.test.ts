import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { stringify } from 'yaml';
import { type Contents, configOf, daemonContents, exportedContents } from '../../support/contents.ts';
import type { ModelRecord } from '../../support/modelZone.ts';
import {
  cluster,
  type ManifestObject,
  oneZone,
  severalZones,
  type ZoneEntry,
} from '../../support/randomCluster.ts';
import { type TemporaryFolder, temporaryFolder } from '../../support/temporaryFolder.ts';
import { writeTsigKey } from '../../support/tsigKey.ts';

let folder: TemporaryFolder;
let keyFile: string;
beforeAll(async () => {
  folder = await temporaryFolder('one-content');
  const secret = Buffer.from('no name server is asked').toString('base64');
  keyFile = (await writeTsigKey(folder.path, { name: 'test', algorithm: 'hmac-sha256', secret })).file;
});
afterAll(() => folder[Symbol.asyncDispose]());

type ThreeContents = {
  readonly exported: Contents;
  readonly planned: Contents;
  readonly written: Contents;
};

/** One cluster and one configuration, by `export`, by `plan` and by the daemon's loops. */
const contentsOf = async (
  objects: readonly ManifestObject[],
  zones: readonly ZoneEntry[],
  theirs: readonly ModelRecord[] = [],
): Promise<ThreeContents> => {
  const manifests = join(folder.path, 'cluster.yaml');
  const file = join(folder.path, 'k8s-bind.yaml');
  writeFileSync(manifests, objects.map((object) => stringify(object)).join('---\n'));
  writeFileSync(file, stringify({ owner: 'test', server: '127.0.0.1', keyFile, manifests, zones }));
  const config = configOf(file);
  const signal = AbortSignal.timeout(10_000);
  return {
    exported: await exportedContents(config, signal),
    ...(await daemonContents(config, signal, theirs)),
  };
};

type Given = readonly [objects: readonly ManifestObject[], zones: readonly ZoneEntry[]];

/** @param first what is tried before anything random */
const holds = (
  zones: fc.Arbitrary<readonly ZoneEntry[]>,
  check: (contents: ThreeContents) => void,
  first: readonly Given[] = [],
  theirs: readonly ModelRecord[] = [],
): Promise<void> =>
  fc.assert(
    fc.asyncProperty(cluster, zones, async (objects, entries) => {
      check(await contentsOf(objects, entries, theirs));
    }),
    { numRuns: 60, examples: first.map(([objects, entries]) => [objects, entries]) },
  );

const web: ManifestObject = {
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { namespace: 'default', name: 'web' },
  spec: { clusterIP: '10.96.0.1', clusterIPs: ['10.96.0.1'], ports: [{ port: 80 }] },
};

/** `lan.` has a template for names that lie in `k8s.lan.`. */
const askingZones: readonly ZoneEntry[] = [
  { zone: 'lan.', shortNames: [], names: ['{service}.k8s.lan'] },
  { zone: 'k8s.lan.', shortNames: [] },
];

/** One address has a name in each zone, and one PTR. */
const zonesOfOnePointer: readonly ZoneEntry[] = ['lan.', 'k8s.lan.'].map((zone) => ({
  zone,
  reverse: ['10.96.0.0/16'],
  ptr: 'one',
}));

describe('record for record, whatever the cluster', () => {
  test('plan says of several empty zones, forward and reverse, what the daemon writes into them', async () => {
    await holds(
      severalZones,
      ({ planned, written }) => {
        expect(planned).toEqual(written);
      },
      [
        [[web], askingZones],
        [[web], zonesOfOnePointer],
      ],
    );
  });

  test('plan says of a zone with names of another writer what the daemon writes into it', async () => {
    const record = { type: 'TXT', ttlSeconds: 77, rdata: '"theirs"' };
    const theirs = ['_mark.www.web.k8s.lan.', 'b.deep.web.k8s.lan.', 'nas.k8s.lan.', 'x.*.nas.k8s.lan.'];
    await holds(
      oneZone,
      ({ planned, written }) => {
        expect(planned).toEqual(written);
      },
      [],
      theirs.map((name) => ({ name, ...record })),
    );
  });

  test('export says of one zone and its networks what the daemon writes', async () => {
    await holds(oneZone, ({ exported, written }) => {
      expect(exported).toEqual(written);
    });
  });

  test('export says of zones that ask for names in each other what the daemon writes', async () => {
    await holds(
      severalZones,
      ({ exported, written }) => {
        expect(exported.forward).toEqual(written.forward);
      },
      [[[web], askingZones]],
    );
  });

  test('export says of the networks of several zones what the daemon writes', async () => {
    await holds(
      severalZones,
      ({ exported, written }) => {
        expect(exported.reverse).toEqual(written.reverse);
      },
      [[[web], zonesOfOnePointer]],
    );
  });
});

describe('a name that the template of zone lan. asks for in zone k8s.lan.', () => {
  const line = 'k8s.lan. | web.k8s.lan. 30 A 10.96.0.1';

  test('is written by the daemon, and said by plan', async () => {
    const { planned, written } = await contentsOf([web], askingZones);
    expect(written.forward).toContain(line);
    expect(planned.forward).toContain(line);
  });

  test('is said by export', async () => {
    expect((await contentsOf([web], askingZones)).exported.forward).toContain(line);
  });
});

describe('a copy that a wildcard has below a name that exists', () => {
  const all: ManifestObject = {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'Ingress',
    metadata: { namespace: 'default', name: 'all' },
    spec: { rules: [{ host: '*.k8s.lan' }] },
    status: { loadBalancer: { ingress: [{ ip: '192.0.2.10' }] } },
  };
  const zones: readonly ZoneEntry[] = [
    {
      zone: 'k8s.lan.',
      shortNames: ['default'],
      sources: ['service', 'ingress'],
      allow: [{ names: ['*.{zone}'] }],
    },
  ];
  const line = 'k8s.lan. | *.web.k8s.lan. 30 A 192.0.2.10';

  test('is written by the daemon, and said by plan and export', async () => {
    const { planned, written, exported } = await contentsOf([web, all], zones);
    for (const { forward } of [planned, written, exported]) expect(forward).toContain(line);
  });
});

test('export says one PTR of an address that has a name in each of two zones, with the policy one', async () => {
  const { exported, written } = await contentsOf([web], zonesOfOnePointer);
  expect(written.reverse).toHaveLength(1);
  expect(exported.reverse).toEqual(written.reverse);
});
