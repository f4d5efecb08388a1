import { existsSync } from 'node:fs';
import { chmod, cp, mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { beforeAll, expect, test } from 'vitest';
import { debianPackageFor, nativeArchitecture } from '../support/buildPackages.ts';
import { type ControlPlane, startControlPlane } from '../support/controlPlane.ts';
import { controlPlanePrograms } from '../support/controlPlaneBuild.ts';
import { type DebianBase, debianBase } from '../support/debianBase.ts';
import { docCommands } from '../support/docCommands.ts';
import { makeNamespaces } from '../support/lanNamespaces.ts';
import { toolPath } from '../support/process.ts';

/** What was found inside, by the name of the question. */
const facts = new Map<string, string>();
const fact = (name: string): string | undefined => facts.get(name)?.trim();

/**
 * A Debian with BIND is booted once, in a network that has the API of Kubernetes; it goes through the script
 * and powers itself off.
 */
beforeAll(async () => {
  await using namespaces = await makeNamespaces();
  const { prefix } = await namespaces.add('systemd');
  const controllers = ['serviceaccount-token-controller'];
  await using cluster = await startControlPlane({ commandPrefix: prefix, controllers });
  await using debian = await debianBase();
  await prepare(debian, cluster);
  const network = `--network-namespace-path=/run/netns/${prefix.at(-1)}`;
  const { all } = await execa('systemd-nspawn', [...machine, network, '--directory', debian.path, '--boot'], {
    env: { PATH: toolPath },
    all: true,
    reject: false,
    timeout: 240_000,
    stdin: 'ignore',
  });
  const folder = join(debian.path, 'root/facts');
  for (const name of await readdir(folder)) facts.set(name, await readFile(join(folder, name), 'utf8'));
  expect(fact('end'), `${all}\n${fact('trace')}`).toBe('reached');
}, 600_000);

/** No word to a systemd of this machine, which there may not be. */
const machine = ['--quiet', ...(existsSync('/run/systemd/system') ? [] : ['--register=no', '--keep-unit'])];

const prepare = async ({ path }: DebianBase, { users, kubectl }: ControlPlane): Promise<void> => {
  await cp(debianPackageFor(nativeArchitecture), join(path, 'root/k8s-bind_0.1.0-1_amd64.deb'));
  await cp(controlPlanePrograms.program('kubectl'), join(path, 'usr/local/bin/kubectl'));
  const admin = await kubectl(
    'config',
    'view',
    '--raw',
    '--flatten',
    `--kubeconfig=${users.admin.kubeconfig}`,
  );
  await writeFile(join(path, 'root/admin.kubeconfig'), admin, { mode: 0o600 });
  await mkdir(join(path, 'root/facts'));
  await writeFile(join(path, 'root/script'), await script());
  await chmod(join(path, 'root/script'), 0o755);
  const unit =
    '[Unit]\nAfter=basic.target\n[Service]\nExecStart=/root/script\nExecStopPost=/bin/systemctl poweroff\n';
  await writeFile(join(path, 'etc/systemd/system/script.service'), unit);
  const wants = join(path, 'etc/systemd/system/multi-user.target.wants');
  await mkdir(wants, { recursive: true });
  await symlink('../script.service', join(wants, 'script.service'));
};

const script = async (): Promise<string> => `#!/bin/bash
set -ex
exec 2> /root/facts/trace > /root/facts/said
export HOME=/root KUBECONFIG=/root/admin.kubeconfig
cd /root
show() { systemctl show k8s-bind --property="$1" --value; }
fact() { name=$1; shift; "$@" > "/root/facts/$name" || true; }
until_shows() { for _ in $(seq 100); do [ "$(show "$1")" "$2" "$3" ] && return 0; sleep 0.2; done; return 1; }

${await docCommands('debian-install')}
fact enabled-at-first systemctl is-enabled k8s-bind
fact active-at-first systemctl is-active k8s-bind
systemctl start named
fact set-up sh -ec '${await docCommands('debian-setup')}'
${await docCommands('debian-start')}
fact status-line show StatusText
fact answer dig -r @127.0.0.1 +short kubernetes.k8s.example
fact user stat --format=%U "/proc/$(show MainPID)"

# A process that hangs is started anew: its watchdog is made short for that.
mkdir -p /etc/systemd/system/k8s-bind.service.d
printf '[Service]\\nWatchdogSec=2\\n' > /etc/systemd/system/k8s-bind.service.d/watchdog.conf
systemctl daemon-reload
systemctl restart k8s-bind
kill -STOP "$(show MainPID)"
until_shows NRestarts = 1
until_shows ActiveState = active
fact restarts show NRestarts
rm /etc/systemd/system/k8s-bind.service.d/watchdog.conf

# Key and token are handed over; neither the group of BIND nor a file for the user is needed.
printf '[Service]\\nLoadCredential=k8s-bind.key:/etc/bind/k8s-bind.key\\nEnvironment=K8S_BIND_KEY_FILE=%%d/k8s-bind.key\\n' \\
  > /etc/systemd/system/k8s-bind.service.d/key.conf
printf '[Service]\\nLoadCredential=kubeconfig:/etc/k8s-bind/kubeconfig\\nEnvironment=K8S_BIND_KUBECONFIG=%%d/kubeconfig\\n' \\
  >> /etc/systemd/system/k8s-bind.service.d/key.conf
sed -i '/^keyFile:/d; /^kubeconfig:/d' /etc/k8s-bind/k8s-bind.yaml
chmod 0600 /etc/k8s-bind/kubeconfig
deluser k8s-bind bind
systemctl daemon-reload
systemctl restart k8s-bind
fact credential show StatusText
rm -r /etc/systemd/system/k8s-bind.service.d
adduser k8s-bind bind
chmod 0640 /etc/k8s-bind/kubeconfig
printf 'keyFile: /etc/bind/k8s-bind.key\\nkubeconfig: /etc/k8s-bind/kubeconfig\\n' >> /etc/k8s-bind/k8s-bind.yaml
systemctl daemon-reload

# The same package again is an upgrade for the service: it is another process afterwards.
before=$(show MainPID)
dpkg --install /root/k8s-bind_0.1.0-1_amd64.deb
until_shows MainPID != "$before"
until_shows ActiveState = active
fact upgraded show ActiveState

${await docCommands('debian-remove')}
fact after-purge systemctl is-active k8s-bind
fact left find /etc /var /usr -name 'k8s-bind*' -not -path '/etc/bind/*' -not -path '/var/cache/apt/*' -not -path '/var/log/*'
fact zone dig -r @127.0.0.1 +noall +answer AXFR k8s.example
echo reached > /root/facts/end
`;

test('after the installation the service is neither enabled nor running', () => {
  expect(fact('enabled-at-first')).toBe('disabled');
  expect(fact('active-at-first')).toBe('inactive');
});

test('init --apply leads from the package to an answer, and puts its configuration in place of the example', () => {
  expect(fact('set-up')).toMatch(/ \/etc\/k8s-bind\/k8s-bind\.yaml: done$/m);
  expect(fact('set-up')).toMatch(/ the unit k8s-bind\.service: there already$/m);
  expect(fact('set-up')?.split('\n').at(-1)).toBe('10.96.0.1');
});

test('started as docs/install.md says, it is ready when the zone is in step, as a user of its own', () => {
  expect(fact('status-line')).toMatch(/^\d+ records of 1 Service in k8s\.example\.$/);
  expect(fact('answer')).toBe('10.96.0.1');
  expect(fact('user')).toBe('k8s-bind');
});

test('when it hangs, the watchdog has it started anew', () => {
  expect(fact('restarts')).toBe('1');
});

test('it takes key and token from systemd, without the group of BIND', () => {
  expect(fact('credential')).toMatch(/^\d+ records of 1 Service in k8s\.example\.$/);
});

test('an upgrade starts it anew', () => {
  expect(fact('upgraded')).toBe('active');
});

test('purged, it leaves no unit, no link to it, and no record', () => {
  expect(fact('after-purge')).toBe('inactive');
  expect(fact('left')).toBe('');
  expect(
    fact('zone')
      ?.split('\n')
      .filter((line) => /kubernetes|svc|_k8s-bind/.test(line)),
  ).toEqual([]);
});
