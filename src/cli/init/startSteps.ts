import type { ServerAddress } from '../../config/values/socketAddress.ts';
import { shellWord } from '../../shellWord.ts';
import { fileStep } from './fileStep.ts';
import { CONFIG_FILE, INSTALL_FIX } from './setup.ts';
import type { SetupStep } from './setupStep.ts';

const units = ['/lib/systemd/system/k8s-bind.service', '/etc/systemd/system/k8s-bind.service'];

/** @param unit the systemd unit, where this program has it with it */
export const startSteps = (
  unit: string | undefined,
  { server, name }: { readonly server: ServerAddress; readonly name: string },
): readonly SetupStep[] => {
  const question = shellWord(`kubernetes.default.svc.${name}`);
  return [
    ...(unit === undefined ? [] : [unitStep(unit)]),
    {
      title: 'nothing is wrong, as seen by the user that the daemon runs as',
      run: `setpriv --reuid k8s-bind --regid k8s-bind --init-groups k8s-bind check --config ${CONFIG_FILE}`,
      fix: `k8s-bind check --config ${CONFIG_FILE} says it with its fix`,
    },
    {
      title: 'the service runs, now and from every start on',
      run: 'systemctl enable --now k8s-bind',
      fix: 'systemctl status k8s-bind, and journalctl -u k8s-bind, say what it waits for',
    },
    {
      title: 'the Service kubernetes, which every cluster has, is in BIND',
      run: `dig @${server.host}${portOf(server)} +short ${question} A ${question} AAAA | grep .`,
      fix: 'systemctl status k8s-bind says what the service waits for',
    },
  ];
};

const portOf = ({ transport, port }: ServerAddress): string =>
  `${transport === 'tls' ? ' +tls' : ''}${port === 53 ? '' : ` -p ${port}`}`;

const unitStep = (unit: string): SetupStep => {
  const step = fileStep(
    { path: units[1] ?? '', owner: 'root', group: 'root', mode: '0644' },
    { title: 'the unit k8s-bind.service', input: unit, fix: INSTALL_FIX },
  );
  return { ...step, unless: units.map((file) => `test -e ${file}`).join(' || ') };
};
