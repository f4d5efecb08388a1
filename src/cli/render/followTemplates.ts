import { EXIT_CODES } from '../../config/exitCodes.ts';
import type { Config } from '../../config/options.ts';
import { keepRendered } from '../../daemon/keepRendered.ts';
import { logSourceEvent } from '../../daemon/tell/logSourceEvent.ts';
import { contentOptionsOf } from '../../setup/contentOptionsOf.ts';
import { openSource } from '../../setup/openSource.ts';
import { createLog } from '../../telemetry/log.ts';
import { createSpells, spellClock } from '../../telemetry/spells.ts';
import type { Command } from '../command.ts';

/** Keeps files up to date by templates until it is stopped, beside no zone. */
export const followTemplates: Command = async (io, config: Config, signal) => {
  const log = createLog({ level: config.logLevel, format: config.logFormat, out: io.terminal, env: io.env });
  const spells = createSpells(log, spellClock);
  const opened = await openSource(
    { onEvent: (event) => logSourceEvent({ log, spells }, event), host: io, signal },
    config,
    contentOptionsOf(config).map(({ records }) => records),
  );
  try {
    const reading = opened.source.start(signal);
    await keepRendered({ log, env: io.env, store: opened.source.store }, config, signal);
    await reading;
  } finally {
    opened.close();
  }
  return EXIT_CODES.ok.code;
};
