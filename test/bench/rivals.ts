import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { comparisonPrograms } from '../support/comparisonBuild.ts';
import type { ControlPlane } from '../support/controlPlane.ts';
import { freePort } from '../support/freePort.ts';
import type { Named } from '../support/named.ts';
import { type RunningProcess, startProcess, whenReady } from '../support/process.ts';

/** CoreDNS on the same cluster, in the query path. */
export interface CoreDns extends AsyncDisposable {
  readonly address: string;
  readonly port: number;
  readonly process: RunningProcess;
}

export const coreDnsZone = 'cluster.local.';

/**
 * Each time as it is best at what is measured: answers by the second with its cache, as it is deployed; a
 * change without it, because a name that was asked for too early would stay away for as long as it is
 * remembered.
 */
export async function startCoreDns(
  { users }: ControlPlane,
  folder: string,
  { cache }: { readonly cache: boolean },
): Promise<CoreDns> {
  const port = await freePort();
  const readyPort = await freePort();
  const corefile = join(folder, 'Corefile');
  await writeFile(
    corefile,
    `${coreDnsZone}:${port} {
  bind 127.0.0.1
  errors
  ${cache ? 'cache 30' : ''}
  ready 127.0.0.1:${readyPort}
  kubernetes ${coreDnsZone} {
    kubeconfig ${users.admin.kubeconfig}
    ttl 5
  }
}
`,
  );
  const process = startProcess([comparisonPrograms.coreDns.program('coredns'), '-conf', corefile]);
  await whenReady(
    'CoreDNS is ready',
    process,
    async () => (await fetch(`http://127.0.0.1:${readyPort}/ready`)).ok,
  );
  return { address: '127.0.0.1', port, process, [Symbol.asyncDispose]: process.stop };
}

export interface ExternalDnsOptions {
  /** Names of other zones are left to others. */
  readonly zone: string;
  readonly namespace: string;
  /** As external-dns calls them: service, gateway-httproute, ingress, crd. */
  readonly sources: readonly string[];
}

/**
 * external-dns by its events, into a zone of its own on the same BIND, with the ownership records it has by
 * default.
 */
export async function startExternalDns(
  { users }: ControlPlane,
  named: Named,
  { zone: name, namespace, sources }: ExternalDnsOptions,
): Promise<RunningProcess> {
  const zone = name.replace(/\.$/, '');
  const { name: key, secret } = named.key();
  const metricsPort = await freePort();
  const process = startProcess([
    comparisonPrograms.externalDns.program('external-dns'),
    `--kubeconfig=${users.admin.kubeconfig}`,
    ...sources.map((source) => `--source=${source}`),
    `--domain-filter=${zone}`,
    `--namespace=${namespace}`,
    '--publish-internal-services',
    `--fqdn-template={{.Name}}.${zone}`,
    '--events',
    '--interval=1m',
    '--policy=sync',
    '--registry=txt',
    '--txt-owner-id=bench',
    '--txt-prefix=_owner.',
    '--provider=rfc2136',
    `--rfc2136-host=${named.address}`,
    `--rfc2136-port=${named.port}`,
    `--rfc2136-zone=${zone}`,
    `--rfc2136-tsig-keyname=${key}`,
    `--rfc2136-tsig-secret=${secret}`,
    '--rfc2136-tsig-secret-alg=hmac-sha256',
    '--rfc2136-tsig-axfr',
    `--metrics-address=127.0.0.1:${metricsPort}`,
  ]);
  await whenReady(
    'external-dns is ready',
    process,
    async () => (await fetch(`http://127.0.0.1:${metricsPort}/healthz`)).ok,
  );
  return process;
}
