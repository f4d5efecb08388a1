import { EXIT_CODES } from '../../config/exitCodes.ts';
import type { Command } from '../command.ts';
import { fail } from '../failure.ts';
import { formatOutput } from '../formatOutput.ts';
import { hasChanges, planText, planView } from './planText.ts';
import { previewZones } from './previewZones.ts';

/**
 * `k8s-bind plan`, and `run --dry-run`: what would change, as a diff. Nothing is written, not even the claim.
 */
export const plan: Command = async (io, config, signal) => {
  const previews = await previewZones(io, config, signal);
  if (previews.kind === 'failure') return fail(io, previews);
  const views = previews.zones.map(({ preview, parts }) => planView(preview, parts, previews.owner));
  io.out(formatOutput(config.output, { zones: views }, () => views.map(planText).join('\n')));
  return views.some(hasChanges) ? EXIT_CODES.changes.code : EXIT_CODES.ok.code;
};
