import { generateKeyPairSync } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { makeCertificate } from './certificate.ts';
import { type ClusterUsers, writeUsers } from './clusterUsers.ts';
import type { ControlPlanePlace } from './controlPlaneCommands.ts';
import { freePort } from './freePort.ts';

/** Finds the ports of a control plane and writes every file that its commands read. */
export async function layOutControlPlane(
  folder: string,
): Promise<{ readonly place: ControlPlanePlace; readonly users: ClusterUsers }> {
  const certificate = await makeCertificate(folder);
  await writeServiceAccountKeys(folder);
  const ports = {
    port: await freePort(),
    proxyPort: await freePort(),
    etcdPort: await freePort(),
    etcdPeerPort: await freePort(),
  };
  const url = `https://127.0.0.1:${ports.port}`;
  const users = await writeUsers(folder, { url, caFile: certificate.certificateFile });
  return { users, place: { folder, ...ports, ...certificate, adminKubeconfig: users.admin.kubeconfig } };
}

async function writeServiceAccountKeys(folder: string): Promise<void> {
  const { publicKey, privateKey } = generateKeyPairSync('ec', {
    namedCurve: 'prime256v1',
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
  await writeFile(join(folder, 'service-account.key'), privateKey, { mode: 0o600 });
  await writeFile(join(folder, 'service-account.pub'), publicKey);
}
