import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { builtProgram } from '../support/buildProgram.ts';
import { guideBlock, guideBlocks } from '../support/guideBlock.ts';
import { run } from '../support/process.ts';
import { startTwoViews } from '../support/twoViews.ts';

const guide = 'split-horizon.md';

/** The Service of the guide. */
const web = `
apiVersion: v1
kind: Service
metadata: { name: web, namespace: default }
spec: { type: LoadBalancer, clusterIP: 10.96.0.1, ports: [{ name: http, port: 80 }] }
status: { loadBalancer: { ingress: [{ ip: 10.20.0.10 }, { ip: 203.0.113.10 }] } }
`;

test('the guide to split horizon does what it says, block by block', async () => {
  expect(guideBlocks(guide)).toEqual([
    'sh keys',
    'named.conf views',
    'yaml k8s-bind.yaml',
    'sh check',
    'text check',
    'sh questions',
    'text questions',
  ]);
  // The keys, the zones and named.conf.
  await using views = await startTwoViews();
  const { folder } = views.named;
  await mkdir(join(folder, 'manifests'));
  await writeFile(join(folder, 'manifests', 'web.yaml'), web);
  await writeFile(join(folder, 'k8s-bind.yaml'), views.here(guideBlock(guide, 'yaml k8s-bind.yaml')));
  const program = `exec ${process.execPath} --no-warnings ${builtProgram}`;
  const cluster = `--manifests ${folder}/manifests --owner test`;
  await writeFile(join(folder, 'k8s-bind'), `#!/bin/sh\n${program} "$@" ${cluster}\n`, { mode: 0o755 });
  const shell = (script: string): Promise<string> =>
    run(['sh', '-ec', `PATH="${folder}:$PATH"\n${views.here(script)}`]);

  // Of zones that nobody has claimed, and of those that are ours.
  for (const zones of ['new', 'claimed']) {
    expect(await shell(guideBlock(guide, 'sh check')), zones).toContain(guideBlock(guide, 'text check'));
    await shell('k8s-bind run --once --config /etc/k8s-bind/k8s-bind.yaml');
  }
  expect(await shell(guideBlock(guide, 'sh questions'))).toBe(guideBlock(guide, 'text questions').trim());
  expect(await views.ask('internal', 'web.k8s.example')).toBe('10.20.0.10');
  expect(await views.ask('external', 'web.k8s.example')).toBe('203.0.113.10');
});
