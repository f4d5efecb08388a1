import { join } from 'node:path';
import { run } from './process.ts';

/**
 * A self-signed certificate for a server of a test: whoever is to trust it takes `certificateFile` as its CA.
 */
export interface Certificate {
  readonly certificateFile: string;
  /** PEM, mode 0600. */
  readonly keyFile: string;
}

/** Makes a certificate that is good for a week, for 127.0.0.1, localhost and the addresses given. */
export async function makeCertificate(
  folder: string,
  addresses: readonly string[] = [],
): Promise<Certificate> {
  const certificateFile = join(folder, 'tls.crt');
  const keyFile = join(folder, 'tls.key');
  const names = ['IP:127.0.0.1', 'DNS:localhost', ...addresses.map((address) => `IP:${address}`)];
  const curve = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
  const subject = ['-subj', '/CN=localhost', '-addext', `subjectAltName=${names.join(',')}`];
  const files = ['-keyout', keyFile, '-out', certificateFile];
  await run(['openssl', 'req', '-x509', ...curve, '-days', '7', ...subject, ...files]);
  return { certificateFile, keyFile };
}
