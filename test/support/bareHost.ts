import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type RunningProcess, run, startProcess, whenReady } from './process.ts';
import { temporaryFolder } from './temporaryFolder.ts';

/** A host on which only BIND was installed, as Debian's package leaves it, and this program. */
export interface BareHost extends AsyncDisposable {
  /** As root, in a shell. Throws, with what was said, when it fails. */
  readonly shell: (commands: string, env?: Readonly<Record<string, string>>) => Promise<string>;
  /** Starts named, as Debian's unit does. */
  readonly startNamed: () => Promise<void>;
}

const checkout = join(import.meta.dirname, '../..');

/**
 * Its own files below /etc, /var/lib and /run, and its own processes, on the kernel and the programs of this
 * machine. Needs root.
 *
 * @param network stands before its commands: a network namespace, where port 53 is free
 * @param kubectl the program, which is there by that name
 */
export async function bareHost(network: readonly string[], kubectl: string): Promise<BareHost> {
  const folder = await temporaryFolder('host');
  const setup = join(folder.path, 'setup');
  await writeFile(setup, script(folder.path, kubectl));
  const isolate = ['unshare', '--mount', '--pid', '--fork', '--kill-child', '--mount-proc'];
  const init = startProcess([...network, ...isolate, 'sh', '-e', setup]);
  await whenReady('the host is there', init, async () => init.logs().includes('host is ready'));
  const prefix = [...network, 'nsenter', `--target=${await childOf(init)}`, '--mount', '--pid'];
  const shell: BareHost['shell'] = (commands, env = {}) =>
    run([...prefix, 'sh', '-ec', commands], { env: { PATH: path, HOME: '/root', ...env } });
  return {
    shell,
    startNamed: async () => {
      const named = startProcess([...prefix, 'named', '-g', '-u', 'bind']);
      await whenReady('rndc answers', named, () => shell('rndc status').then(() => true));
    },
    [Symbol.asyncDispose]: async () => {
      // With the first process of a process namespace all others end.
      await init.kill();
      await folder[Symbol.asyncDispose]();
    },
  };
}

const path = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

/** `unshare --fork` waits for the first process of the namespace. */
const childOf = async ({ pid }: RunningProcess): Promise<string> =>
  (await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8')).trim();

const script = (folder: string, kubectl: string): string => `
mount --make-rprivate /
mount -t tmpfs tmpfs ${folder}
mkdir ${folder}/etc ${folder}/bin
cp -a /etc/. ${folder}/etc
mkdir -p /opt/k8s-bind
mount --bind ${checkout} /opt/k8s-bind
install -m 0755 /dev/stdin ${folder}/bin/k8s-bind << 'EOF'
#!/bin/sh
exec /opt/k8s-bind/node_modules/node/bin/node /opt/k8s-bind/src/main.ts "$@"
EOF
install -m 0755 /dev/stdin ${folder}/bin/systemctl << 'EOF'
${systemctl}EOF
printf '#!/bin/sh\\nexec %s "$@"\\n' ${kubectl} > ${folder}/bin/kubectl
chmod 0755 ${folder}/bin/kubectl
mount --bind ${folder}/etc /etc
mount --bind ${folder}/bin /usr/local/bin
for mine in /var/lib/bind /var/cache/bind; do
  mount -t tmpfs -o mode=0775,uid=0,gid=$(id -g bind) tmpfs $mine
done
mount -t tmpfs -o mode=0755 tmpfs /run
install -d -m 0775 -o root -g bind /run/named
echo host is ready
exec sleep infinity
`;

/**
 * No systemd runs here, so this is what starts what the unit starts, as its user, and comes back when that is
 * ready, as systemctl does with \`Type=notify\`. test/package has the real one.
 */
const systemctl = `#!/bin/sh -e
[ "$*" = 'enable --now k8s-bind' ] || exit 64
unit=/etc/systemd/system/k8s-bind.service
user=$(sed -n 's/^User=//p' $unit)
setpriv --reuid $user --regid $user --init-groups $(sed -n 's/^ExecStart=//p' $unit) > /run/k8s-bind.log 2>&1 &
until curl --silent --fail --output /dev/null http://127.0.0.1:9353/readyz; do
  kill -0 $! || { cat /run/k8s-bind.log >&2; exit 1; }
  sleep 0.2
done
`;
