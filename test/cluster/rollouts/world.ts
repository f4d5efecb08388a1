import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type ControlPlane, startControlPlane } from '../../support/controlPlane.ts';
import { workloadControllers } from '../../support/controlPlaneCommands.ts';
import { installCustomResources } from '../../support/customResources.ts';
import { type Daemon, startDaemon } from '../../support/daemon.ts';
import { type Named, startNamed } from '../../support/named.ts';
import { waitFor } from '../../support/waitFor.ts';
import { createAddresses, type NextAddresses } from './createAddresses.ts';

export const zone = 'k8s.example';

/** A cluster, a BIND and our daemon between them. */
export interface World extends AsyncDisposable {
  readonly cluster: ControlPlane;
  readonly api: ControlPlane['api'];
  readonly named: Named;
  readonly nextAddresses: NextAddresses;
  readonly daemon: () => Daemon;
  /** Starts it, after it was ended in whatever way; returns when it is ready. */
  readonly startDaemon: () => Promise<void>;
  /** Waits until the daemon says that it holds names whose objects have lost what they publish. */
  readonly isHeld: () => Promise<void>;
}

const config = `
allow:
  - names: ['**.{zone}', '*.gw-1.wild.{zone}', '*.gw-2.wild.{zone}']
`;

/** @param args more flags of the daemon, which is not started yet */
export async function openWorld(args: readonly string[] = []): Promise<World> {
  await using parts = new AsyncDisposableStack();
  const cluster = parts.use(await startControlPlane({ controllers: workloadControllers }));
  await installCustomResources(cluster, 'gateway-api', 'external-dns');
  const named = parts.use(await startNamed({ zones: [{ name: zone }] }));
  const file = join(cluster.folder, 'rollouts.yaml');
  await writeFile(file, config);
  const flags = [
    `--kubeconfig=${cluster.users['k8s-bind'].kubeconfig}`,
    `--config=${file}`,
    '--source=service,gateway,ingress,dnsendpoint,node',
    '--external-dns-annotations',
    ...args,
  ];
  let daemon: Daemon | undefined;
  const running = (): Daemon => {
    if (daemon === undefined) throw new Error('Cannot find the daemon: it was never started');
    return daemon;
  };
  parts.defer(async () => await daemon?.[Symbol.asyncDispose]());
  const heldNames = async (): Promise<number> => {
    const metrics = await (await fetch(`http://${running().listen}/metrics`)).text();
    return Number(/^k8s_bind_names_held\{.*\} (\d+)$/m.exec(metrics)?.[1]);
  };
  const all = parts.move();
  return {
    cluster,
    api: cluster.api,
    named,
    nextAddresses: createAddresses(),
    daemon: running,
    startDaemon: async () => {
      const started = await startDaemon(named, `${zone}.`, flags);
      daemon = started;
      // Longer than elsewhere: so much happens beside it.
      await waitFor('the daemon is ready', started.readiness, {
        until: (text) => text.endsWith('\nready\n'),
        deadlineMs: 120_000,
        hopeless: () => (started.process.isRunning() ? undefined : 'it ended'),
      });
    },
    isHeld: async () => {
      await waitFor('names are held', heldNames, { until: (count) => count > 0, deadlineMs: 30_000 });
    },
    [Symbol.asyncDispose]: () => all.disposeAsync(),
  };
}
