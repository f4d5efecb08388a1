import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type CliResult, runCli } from './cli.ts';
import type { Named } from './named.ts';

/** A folder of manifests and a private named, as the commands are tested with. */
export interface CliZone {
  readonly manifests: string;
  /** Replaces one manifest file. */
  readonly write: (file: string, text: string) => void;
  /** Runs a command with `--server`, `--key-file`, `--zone`, `--owner` and `--manifests` set. */
  readonly command: (...args: readonly string[]) => Promise<CliResult>;
  /** Runs a command with `--server` and `--key-file` only. */
  readonly bare: (...args: readonly string[]) => Promise<CliResult>;
}

/** @param folder where the manifests go */
export function cliZone(named: Named, folder: string): CliZone {
  const manifests = join(folder, 'manifests');
  mkdirSync(manifests);
  const server = ['--server', `${named.address}:${named.port}`, '--key-file', named.key().file];
  const zone = ['--zone', 'k8s.example.', '--owner', 'test'];
  return {
    manifests,
    write: (file, text) => writeFileSync(join(manifests, file), text),
    command: (name = '', ...args) => runCli([name, ...server, ...zone, '--manifests', manifests, ...args]),
    bare: (name = '', ...args) => runCli([name, ...server, ...args]),
  };
}

/** A ClusterIP Service with one named port. */
export const serviceManifest = (name: string, address: string, namespace = 'default'): string => `
apiVersion: v1
kind: Service
metadata: {name: ${name}, namespace: ${namespace}}
spec:
  clusterIP: ${address}
  clusterIPs: [${address}]
  ports: [{name: http, port: 80}]
`;
