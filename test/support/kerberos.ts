import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { freePort } from './freePort.ts';
import { run, startProcess, whenReady } from './process.ts';
import { temporaryFolder } from './temporaryFolder.ts';

/** MIT's key distribution centre for the realm K8S.EXAMPLE, with a database of its own. */
export interface Kerberos extends AsyncDisposable {
  readonly folder: string;
  /** What a program needs in its environment to find it. */
  readonly env: { readonly KRB5_CONFIG: string };
  /** Runs commands, one a line, as the administrator of the realm. */
  readonly administer: (commands: string) => Promise<void>;
}

const realm = 'K8S.EXAMPLE';

export async function startKerberos(): Promise<Kerberos> {
  const root = await temporaryFolder('kerberos');
  const folder = root.path;
  const address = `127.0.0.1:${await freePort()}`;
  const files = {
    'krb5.conf': `[libdefaults]
 default_realm = ${realm}
 dns_lookup_kdc = false
 dns_canonicalize_hostname = false
 rdns = false
[realms]
 ${realm} = {
  kdc = ${address}
 }
[domain_realm]
 .k8s.example = ${realm}
`,
    'kdc.conf': `[kdcdefaults]
 kdc_listen = ${address}
 kdc_tcp_listen = ${address}
[realms]
 ${realm} = {
  database_name = ${folder}/principal
  key_stash_file = ${folder}/stash
  acl_file = ${folder}/acl
 }
[logging]
 kdc = FILE:${folder}/kdc.log
`,
  };
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
  const env = { KRB5_CONFIG: join(folder, 'krb5.conf') };
  const server = { ...env, KRB5_KDC_PROFILE: join(folder, 'kdc.conf') };
  await run(['kdb5_util', 'create', '-s', '-P', 'of the test', '-r', realm], { env: server });
  const kdc = startProcess(['krb5kdc', '-n'], { env: server });
  try {
    await whenReady('the key distribution centre', kdc, async () =>
      (await run(['cat', join(folder, 'kdc.log')]).catch(() => '')).includes('commencing operation'),
    );
  } catch (error) {
    await kdc.stop();
    await root[Symbol.asyncDispose]();
    throw error;
  }
  return {
    folder,
    env,
    administer: async (commands) => {
      for (const query of commands.trim().split('\n'))
        await run(['kadmin.local', '-q', query], { env: server });
    },
    [Symbol.asyncDispose]: async () => {
      await kdc.stop();
      await root[Symbol.asyncDispose]();
    },
  };
}
