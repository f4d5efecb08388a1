import { configText } from './clusterFiles.ts';
import { fileStep } from './fileStep.ts';
import { CONFIG_FILE, INSTALL_FIX, type Setup } from './setup.ts';
import type { SetupStep } from './setupStep.ts';

/**
 * The user of the daemon and its configuration; the package has made the one, and an example of the other.
 */
export const accountSteps = (setup: Setup): readonly SetupStep[] => [
  {
    title: 'the user k8s-bind, in the group of BIND, which reads the key',
    unless: "id -nG k8s-bind 2> /dev/null | tr ' ' '\\n' | grep -qx bind",
    run: '(id k8s-bind > /dev/null 2>&1 ||\n  useradd --system --user-group --home-dir /var/lib/k8s-bind --shell /usr/sbin/nologin k8s-bind &&\n  usermod --append --groups bind k8s-bind)',
    fix: INSTALL_FIX,
  },
  configStep(setup),
];

/** The example that the package has put there, unchanged, is nobody's configuration. */
const configStep = (setup: Setup): SetupStep => {
  const step = fileStep(
    { path: CONFIG_FILE, owner: 'root', group: 'root', mode: '0644' },
    {
      title: CONFIG_FILE,
      input: configText(setup),
      write: 'install -d -m 0755 /etc/k8s-bind && cat',
      fix: INSTALL_FIX,
    },
  );
  return {
    ...step,
    file: CONFIG_FILE,
    unless: `${step.unless} && ! dpkg-query --show --showformat='\${Conffiles}' k8s-bind 2> /dev/null |\n  grep -qF "${CONFIG_FILE} $(md5sum < ${CONFIG_FILE} | cut -c 1-32)"`,
  };
};
