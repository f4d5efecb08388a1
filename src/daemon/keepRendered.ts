import { systemClock } from '../clock.ts';
import type { Config } from '../config/options.ts';
import { orAborted } from '../orAborted.ts';
import type { RenderOutcome } from '../render/fileRenderer.ts';
import { renderLoop } from '../render/renderLoop.ts';
import { contentOptionsOf } from '../setup/contentOptionsOf.ts';
import { openRendering } from '../setup/openRendering.ts';
import type { Store } from '../store/store.ts';
import type { Log } from '../telemetry/log.ts';
import { createSpells, type Spells, spellClock } from '../telemetry/spells.ts';

export type KeepRenderedDeps = {
  readonly log: Log;
  readonly env: NodeJS.ProcessEnv;
  readonly store: Store;
};

/**
 * Keeps the files of `render:` up to date until the signal aborts, from when everything is known; with
 * `--once` makes them once. Returns whether the last try of each was good.
 */
export const keepRendered = async (
  { log, env, store }: KeepRenderedDeps,
  config: Config,
  signal: AbortSignal,
): Promise<boolean> => {
  const { render: entries } = config;
  if (entries.length === 0) return true;
  const rendering = await openRendering(store, env, { entries, zones: contentOptionsOf(config) });
  const spells = createSpells(log, spellClock);
  const failed = new Set<string>();
  const report = (output: string, outcome: RenderOutcome): void => {
    if (outcome.kind === 'failed') failed.add(output);
    else failed.delete(output);
    tell(log, spells, output, outcome);
  };
  if (config.once) {
    await synced(store, signal);
    if (signal.aborted) return true;
    for (const renderer of rendering.renderers) report(renderer.output, await renderer.render(signal));
    return failed.size === 0;
  }
  const loops = rendering.renderers.map((renderer) =>
    renderLoop({ renderer, clock: systemClock, report: (outcome) => report(renderer.output, outcome) }),
  );
  const changed = (): void => {
    rendering.changed();
    if (store.synced()) for (const loop of loops) loop.mark();
  };
  const unsubscribe = store.subscribe({ onDirty: changed, onSynced: changed });
  changed();
  await Promise.all(loops.map((loop) => loop.run(signal)));
  unsubscribe();
  return failed.size === 0;
};

const synced = async (store: Store, signal: AbortSignal): Promise<void> => {
  const all = Promise.withResolvers<void>();
  const unsubscribe = store.subscribe({ onSynced: () => all.resolve() });
  if (!store.synced()) await orAborted(all.promise, signal);
  unsubscribe();
};

const tell = (log: Log, spells: Spells, file: string, outcome: RenderOutcome): void => {
  const what = `render ${file}`;
  if (outcome.kind === 'failed') {
    spells.failed(what, outcome.line, { message: outcome.line, fields: { file } });
    return;
  }
  if (outcome.kind === 'written') log.info('File rendered', { file });
  spells.ended(what, { message: 'File can be rendered again', fields: { file } });
};
