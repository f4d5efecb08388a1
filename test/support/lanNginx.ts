import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Host } from './lanNamespaces.ts';
import { type RunningProcess, startProcess, whenReady } from './process.ts';

/**
 * Starts nginx with the statements of one `server` and returns when it answers. It is a single process: a
 * worker would outlive a master that is killed.
 *
 * @param folder of the test; each host has a folder of its own in it
 * @param options.upstream a statement beside that server
 */
export async function startNginx(
  host: Host,
  folder: string,
  server: string,
  options: { readonly upstream?: string } = {},
): Promise<RunningProcess> {
  const own = join(folder, host.name);
  await mkdir(own, { recursive: true });
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
    (kind) => `${kind}_temp_path ${own}/${kind};`,
  );
  await writeFile(
    join(own, 'nginx.conf'),
    `daemon off;
master_process off;
user root;
pid ${own}/nginx.pid;
error_log stderr warn;
events { worker_connections 64; }
http {
  access_log off;
  ${temporary.join('\n  ')}
  ${options.upstream ?? ''}
  server {
    listen 80;
    ${server}
  }
}
`,
  );
  const command = ['nginx', '-e', 'stderr', '-p', own, '-c', join(own, 'nginx.conf')];
  const running = startProcess([...host.prefix, ...command]);
  const look = async (): Promise<boolean> => {
    await host.run('curl', '-sS', '--max-time', '2', '-o', `${own}/probe`, 'http://127.0.0.1/');
    return true;
  };
  await whenReady(`nginx of ${host.name} answers`, running, look);
  return running;
}

/** The configuration of an nginx that only says who it is. */
export const answersItsName = ({ name }: Host): string =>
  `location / { default_type text/plain; return 200 "${name}\\n"; }`;
