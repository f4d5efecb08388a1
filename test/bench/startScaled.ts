import type { ControlPlane } from '../support/controlPlane.ts';
import type { Named } from '../support/named.ts';
import type { BuiltProgram } from './builtProgram.ts';
import { type DaemonProcess, startDaemon, zoneFlags } from './daemonProcess.ts';

export const scaledZone = 'k8s.example.';

export interface RoundOptions {
  readonly plane: ControlPlane;
  readonly built: BuiltProgram;
  readonly folder: string;
  readonly round: number;
}

/** The daemon beside a filled cluster. */
export const startScaled = (
  named: Named,
  { plane, built }: Pick<RoundOptions, 'plane' | 'built'>,
  { flags = [], probeFile }: { readonly flags?: readonly string[]; readonly probeFile?: string } = {},
): DaemonProcess =>
  startDaemon({
    built,
    args: [
      ...zoneFlags(named, scaledZone),
      '--kubeconfig',
      plane.users['k8s-bind'].kubeconfig,
      '--listen=127.0.0.1:0',
      ...flags,
    ],
    ...(probeFile === undefined ? {} : { probeFile }),
  });
