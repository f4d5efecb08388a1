import { list, optional } from '../option.ts';
import { renderEntrySchema, renderPaths } from '../renderEntry.ts';
import { parseCommandWords } from '../values/parseCommandWords.ts';
import { parseText } from '../values/parseText.ts';

const flagOnly = { commands: ['render'], file: false, group: 'files' } as const;

/** Files that are made by templates of what the cluster has. */
export const RENDER_OPTIONS = {
  render: list(renderEntrySchema, {
    flag: 'render',
    fileOnly: true,
    metavar: '',
    group: 'files',
    commands: ['run', 'render'],
    entryPaths: renderPaths,
    help: 'files to keep up to date by templates: a list of maps with template, output, check and reload (file only)',
  }),
  renderTemplate: optional(parseText, {
    ...flagOnly,
    flag: 'template',
    metavar: 'FILE',
    path: 'readable',
    help: 'the template, in the language Liquid, with services and namespaces',
  }),
  renderOutput: optional(parseText, {
    ...flagOnly,
    flag: 'output',
    metavar: 'FILE',
    help: 'render: the file that is made of it; written only when it changed, and whole',
  }),
  renderCheck: optional(parseCommandWords, {
    ...flagOnly,
    flag: 'check',
    metavar: 'COMMAND',
    help: "says by its exit code whether the new file can be used, such as 'nginx -t'; the one before comes back when it cannot. With {file} in it the new file is checked before it is put in place",
  }),
  renderReload: optional(parseCommandWords, {
    ...flagOnly,
    flag: 'reload',
    metavar: 'COMMAND',
    help: "has the file read again, such as 'systemctl reload nginx'; words may be quoted, no shell reads them",
  }),
} as const;
