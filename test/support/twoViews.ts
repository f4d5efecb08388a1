import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { guideBlock } from './guideBlock.ts';
import { type Named, startNamed } from './named.ts';
import { run } from './process.ts';

export type ViewName = 'internal' | 'external';
export const viewNames: readonly ViewName[] = ['internal', 'external'];

/** A name server with the two views of docs/guides/split-horizon.md, laid out by its own commands. */
export type TwoViews = AsyncDisposable & {
  readonly named: Named;
  readonly keyFile: (view: ViewName) => string;
  /** The whole zone in one view, as canonical text. */
  readonly zoneIn: (view: ViewName, zone?: string) => Promise<string>;
  /** What a host inside, or one outside, is answered. */
  readonly ask: (view: ViewName, name: string, type?: string) => Promise<string>;
  /** Changes the zone in one view by its own key. */
  readonly edit: (view: ViewName, script: string) => Promise<void>;
  /** Has the views of the guide read with a change. */
  readonly changeConf: (change: (text: string) => string) => Promise<void>;
  /** A text of the guide with the places of this test in it. */
  readonly here: (text: string) => string;
};

const guide = 'split-horizon.md';

/**
 * The views of the guide. A NOTIFY follows the one before it, or the load of the zone, after notify-delay at the
 * earliest: five seconds unless the zone was loaded with less.
 */
const guideViews = (): string =>
  guideBlock(guide, 'named.conf views').replaceAll('type primary;', 'type primary; notify-delay 0;');

export const startTwoViews = async (): Promise<TwoViews> => {
  const named = await startNamed({ zones: [] });
  const { folder, address, port } = named;
  const here = (text: string): string =>
    text
      .replaceAll('/etc/bind', folder)
      .replaceAll('/var/lib/bind', join(folder, 'zones'))
      .replaceAll('/etc/k8s-bind', folder)
      .replaceAll('@192.0.2.53', `@${address} -p ${port}`)
      .replaceAll('server: 192.0.2.53', `server: ${address}:${port}`);
  const keyFile = (view: ViewName): string => join(folder, `k8s-${view}.key`);
  try {
    await run(['sh', '-ec', here(guideBlock(guide, 'sh keys'))]);
    await run(['chmod', '640', keyFile('internal'), keyFile('external')]);
    await named.reconfigure({ statements: here(guideViews()) });
  } catch (error) {
    await named[Symbol.asyncDispose]();
    throw error;
  }
  return {
    named,
    keyFile,
    here,
    zoneIn: (view, zone = 'k8s.example') => named.axfrText(zone, { keyFile: keyFile(view) }),
    ask: async (view, name, type = 'A') =>
      (await named.dig('-b', view === 'internal' ? '127.0.0.1' : '127.0.0.2', '+short', name, type)).trim(),
    edit: (view, script) => named.nsupdate(script, { keyFile: keyFile(view) }),
    changeConf: async (change) => {
      const text = guideViews();
      const changed = change(text);
      if (changed === text)
        throw new Error('Cannot change the views: the guide does not have what is changed');
      await named.reconfigure({ statements: here(changed) });
    },
    [Symbol.asyncDispose]: named[Symbol.asyncDispose],
  };
};

/**
 * Writes a configuration with an entry for each view; what is in `change` is in its entry alone.
 *
 * @param isReversed the external view stands first
 */
export const writeTwoViews = async (
  views: TwoViews,
  folder: string,
  common: Readonly<Record<string, unknown>> = {},
  change: Readonly<Partial<Record<ViewName, Readonly<Record<string, unknown>>>>> = {},
  isReversed = false,
): Promise<string> => {
  const { named } = views;
  const file = join(folder, 'k8s-bind.yaml');
  await mkdir(join(folder, 'manifests'), { recursive: true });
  const zones = (isReversed ? viewNames.toReversed() : viewNames).map((view) => ({
    zone: 'k8s.example.',
    view,
    keyFile: views.keyFile(view),
    [view === 'internal' ? 'networks' : 'excludeNetworks']: ['10.0.0.0/8', 'fd00::/8'],
    ...change[view],
  }));
  const all = { owner: 'test', server: `${named.address}:${named.port}`, manifests: 'manifests', ...common };
  await writeFile(file, stringify({ ...all, zones }));
  return file;
};
