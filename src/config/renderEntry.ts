import * as z from 'zod/mini';
import { textSchema } from './parsed.ts';
import { type CommandWords, parseCommandWords } from './values/parseCommandWords.ts';
import { parseText } from './values/parseText.ts';

/** One entry of `render:`: a file that is made by a template of what the cluster has. */
export type RenderEntry = {
  /** Paths. */
  readonly template: string;
  readonly output: string;
  /** Says whether the new file can be used; without it every file can. */
  readonly check?: CommandWords | undefined;
  /** Has the program that reads the file read it again; without it nobody is told. */
  readonly reload?: CommandWords | undefined;
};

/** The keys of an entry that are paths, relative to the configuration file. */
export const renderPaths = ['template', 'output'] as const;

export const renderEntrySchema: z.ZodMiniType<RenderEntry> = z.strictObject({
  template: textSchema(parseText),
  output: textSchema(parseText),
  check: z.optional(textSchema(parseCommandWords)),
  reload: z.optional(textSchema(parseCommandWords)),
});
