import { EXIT_CODES } from '../../config/exitCodes.ts';
import type { Config } from '../../config/options.ts';
import { zoneInView } from '../../model/zoneInView.ts';
import type { HeldDeletion, Status } from '../../telemetry/status.ts';
import type { Command } from '../command.ts';
import { consent } from '../consent.ts';
import { fail } from '../failure.ts';
import { formatOutput } from '../formatOutput.ts';
import { askDaemon } from './askDaemon.ts';

type HeldZone = HeldDeletion & { readonly zone: string; readonly view?: string };

/**
 * `k8s-bind confirm-delete`: lets the running daemon carry out the deletions that its brake holds back, of
 * one zone or of all.
 */
export const confirmDelete: Command = async (io, config, signal) => {
  const before = await askDaemon(config, 'GET', '/v1/status', signal);
  if (before.kind === 'failure') return fail(io, before);
  const all = (before.body as Status).zones.flatMap(({ zone, view, guard }): readonly HeldZone[] =>
    guard === undefined ? [] : [{ zone, ...(view === undefined ? {} : { view }), ...guard }],
  );
  const held = all.filter((one) => isMeant(config, one));
  if (held.length === 0) {
    io.out(formatOutput(config.output, { zones: [] }, () => nothingText(config, all)));
    return EXIT_CODES.ok.code;
  }
  for (const { zone, view, deletes, owned } of held) {
    io.err(
      `zone ${zoneInView(zone, view)}: ${deletes} of the ${owned} records that are ours would be deleted\n`,
    );
  }
  const refused = await consent(io, config, 'Delete them?', signal);
  if (refused !== undefined) return fail(io, refused);
  const confirmed: HeldZone[] = [];
  for (const one of held) {
    const view = one.view === undefined ? '' : `&view=${encodeURIComponent(one.view)}`;
    const query = `?zone=${encodeURIComponent(one.zone)}${view}`;
    const answer = await askDaemon(config, 'POST', `/v1/confirm-delete${query}`, signal);
    if (answer.kind === 'failure') return fail(io, answer);
    // Otherwise nothing is held there any more: the objects have returned meanwhile.
    if (answer.code === 200) confirmed.push(one);
  }
  io.out(
    formatOutput(config.output, { zones: confirmed }, () =>
      confirmed.length === 0 ? 'nothing is held back any more\n' : 'the deletions go on\n',
    ),
  );
  return EXIT_CODES.ok.code;
};

/** Those of `--zone`, each with its `--below`, and of `--view`; without them, all that the daemon has. */
const isMeant = ({ zone: asked, view: askedView, zones }: Config, { zone, view }: HeldZone): boolean =>
  (asked === undefined || zones.some((one) => one.zone === zone)) &&
  (askedView === undefined || askedView === view);

const nothingText = ({ zone, zones }: Config, others: readonly HeldZone[]): string =>
  [
    zone === undefined
      ? 'nothing is held back'
      : `nothing is held back in zone ${zones.map((one) => one.zone).join(', ')}`,
    ...others.map(({ zone: other, view, deletes }) => {
      const flag = view === undefined ? '' : ` --view ${view}`;
      return `zone ${zoneInView(other, view)} holds ${deletes} back: --zone ${other}${flag}`;
    }),
    '',
  ].join('\n');
