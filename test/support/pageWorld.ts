import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { stringify } from 'yaml';
import { startBrowser } from './browser.ts';
import { serviceManifest } from './cliZone.ts';
import { type Daemon, startConfiguredDaemon } from './daemon.ts';
import { type Named, startNamed } from './named.ts';
import { temporaryFolder } from './temporaryFolder.ts';

/** A real name server, the daemon beside it that serves the page, and a browser. */
export interface PageWorld extends AsyncDisposable {
  readonly named: Named;
  readonly daemon: Daemon;
  readonly browser: Browser;
  readonly url: string;
  /** Replaces one file of the manifests; without a text removes it. */
  readonly write: (file: string, text?: string) => void;
}

export interface PageWorldOptions {
  /** Manifests from the start, by file. */
  readonly files?: Readonly<Record<string, string>>;
  /** Options of the configuration that say where the objects come from, in place of the manifests. */
  readonly source?: Readonly<Record<string, string>>;
  /** Before the daemon starts. */
  readonly prepare?: (named: Named) => Promise<void>;
}

/** Two zones, `k8s.example` and `lan.example`, of one name server. */
export async function startPageWorld({ files = {}, source, prepare }: PageWorldOptions): Promise<PageWorld> {
  await using parts = new AsyncDisposableStack();
  const named = parts.use(await startNamed({ zones: [{ name: 'k8s.example' }, { name: 'lan.example' }] }));
  await prepare?.(named);
  const folder = parts.use(await temporaryFolder('page'));
  const manifests = join(folder.path, 'manifests');
  mkdirSync(manifests);
  const write = (file: string, text?: string): void => {
    const path = join(manifests, file);
    if (text === undefined) rmSync(path);
    else writeFileSync(path, text);
  };
  for (const [file, text] of Object.entries(files)) write(file, text);
  const server = { server: `${named.address}:${named.port}`, keyFile: named.key().file };
  const zones = [
    { zone: 'k8s.example.', shortNames: ['default'], ...server },
    { zone: 'lan.example.', ...server },
  ];
  const config = join(folder.path, 'k8s-bind.yaml');
  writeFileSync(config, stringify({ owner: 'test', ...(source ?? { manifests }), zones }));
  const daemon = parts.use(await startConfiguredDaemon(config));
  const browser = await startBrowser();
  parts.defer(() => browser.close());
  const all = parts.move();
  return {
    named,
    daemon,
    browser,
    url: `http://${daemon.listen}/`,
    write,
    [Symbol.asyncDispose]: () => all.disposeAsync(),
  };
}

/** A headless Service with an endpoint for each address, each with a name of its own. */
export const headlessManifest = (name: string, addresses: readonly string[]): string => `
apiVersion: v1
kind: Service
metadata: {name: ${name}, namespace: data}
spec: {clusterIP: None, clusterIPs: [None], selector: {app: ${name}}, ports: [{name: sql, port: 5432}]}
---
apiVersion: discovery.k8s.io/v1
kind: EndpointSlice
metadata: {name: ${name}-1, namespace: data, labels: {kubernetes.io/service-name: ${name}}}
addressType: IPv4
ports: [{name: sql, port: 5432, protocol: TCP}]
endpoints:
${addresses.map((address, index) => `- {addresses: [${address}], hostname: ${name}-${index}, conditions: {ready: true}}`).join('\n')}
`;

/** Files with so many ClusterIP Services in ten namespaces. */
export const manyServices = (count: number): string =>
  Array.from({ length: count }, (_unused, index) =>
    serviceManifest(
      `s${index}`,
      `10.${100 + (index >> 16)}.${(index >> 8) & 255}.${index & 255}`,
      `team-${index % 10}`,
    ),
  ).join('---');
