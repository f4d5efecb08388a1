import { readFile, stat } from 'node:fs/promises';
import type { ClusterView } from './clusterView.ts';
import type { ParseTemplate, Template } from './openTemplates.ts';
import { outputFile } from './outputFile.ts';
import { type CommandEnd, runWords } from './runWords.ts';

/** One file that is made by a template. */
export type RenderedFile = {
  readonly template: string;
  readonly output: string;
  readonly check?: readonly string[] | undefined;
  readonly reload?: readonly string[] | undefined;
};

/** What came of one try. `failed` keeps the file that was there, but where only the reload failed. */
export type RenderOutcome =
  | { readonly kind: 'unchanged' }
  | { readonly kind: 'written' }
  | { readonly kind: 'failed'; readonly at: 'template' | 'file' | 'check' | 'reload'; readonly line: string };

export type FileRenderer = {
  readonly output: string;
  /** Makes the file as the cluster is now; never rejects. */
  readonly render: (signal: AbortSignal) => Promise<RenderOutcome>;
  /** Whether the template is another one than at the last try. */
  readonly templateChanged: () => Promise<boolean>;
};

export type FileRendererDeps = {
  readonly view: () => ClusterView;
  readonly parse: ParseTemplate;
  readonly env: NodeJS.ProcessEnv;
};

const commandTimeoutMs = 30_000;
const placeholder = '{file}';

export const fileRenderer = (deps: FileRendererDeps, file: RenderedFile): FileRenderer => {
  const target = outputFile(file.output);
  let known: { readonly text: string; readonly template: Template } | undefined;
  let seen: string | undefined;

  const filled = async () => {
    seen = await stampOf(file.template);
    const text = await readFile(file.template, 'utf8');
    if (known?.text !== text) known = { text, template: deps.parse(file.template, text) };
    const { template } = known;
    return template.kind === 'fault' ? template : template.fill(deps.view());
  };

  const run = (words: readonly string[] | undefined, signal: AbortSignal): Promise<CommandEnd> =>
    words === undefined
      ? Promise.resolve({ kind: 'succeeded' })
      : runWords(words, { env: deps.env, signal, timeoutMs: commandTimeoutMs });

  /** The reason why the staged file cannot be used, in a check that is given its name. */
  const checkStaged = async (signal: AbortSignal): Promise<RenderOutcome | undefined> => {
    if (file.check?.some((word) => word.includes(placeholder)) !== true) return undefined;
    const staged = await target.staged();
    const end = await run(
      file.check.map((word) => word.replaceAll(placeholder, staged)),
      signal,
    );
    if (end.kind === 'succeeded') return undefined;
    await target.unstage();
    return checkFailed(file, end.found);
  };

  /** What is in place is checked there, by a check that reads the whole configuration. */
  const checkInPlace = async (signal: AbortSignal): Promise<RenderOutcome | undefined> => {
    if (file.check?.some((word) => word.includes(placeholder)) !== false) return undefined;
    const end = await run(file.check, signal);
    if (end.kind === 'succeeded') return undefined;
    await target.putBack();
    return checkFailed(file, end.found);
  };

  const bringIn = async (text: string, signal: AbortSignal): Promise<RenderOutcome> => {
    const isSame = (await target.read()) === text;
    if (isSame && !(await target.isUnproven())) return { kind: 'unchanged' };
    if (!isSame) {
      await target.stage(text);
      const refused = await checkStaged(signal);
      if (refused !== undefined) return refused;
      await target.putInPlace();
    }
    const refused = await checkInPlace(signal);
    if (refused !== undefined) return refused;
    const end = await run(file.reload, signal);
    if (end.kind === 'failed') return reloadFailed(file, end.found);
    await target.settle();
    return { kind: 'written' };
  };

  return {
    output: file.output,
    templateChanged: async () => (await stampOf(file.template)) !== seen,
    render: async (signal) => {
      try {
        const result = await filled();
        if (result.kind === 'fault') return { kind: 'failed', at: 'template', line: result.line };
        return await bringIn(result.text, signal);
      } catch (error) {
        return fileFailed(file, error);
      }
    },
  };
};

/** Another one as soon as the file is another, or was written. */
const stampOf = async (path: string): Promise<string> => {
  const found = await stat(path).catch(() => undefined);
  return found === undefined ? '' : `${found.ino} ${found.size} ${found.mtimeMs}`;
};

const checkFailed = ({ output, check = [] }: RenderedFile, found: string): RenderOutcome => ({
  kind: 'failed',
  at: 'check',
  line: `Cannot use the new "${output}": found that "${check.join(' ')}" refuses it (${found}), needed a template that it takes; the file before stays`,
});

const reloadFailed = ({ output, reload = [] }: RenderedFile, found: string): RenderOutcome => ({
  kind: 'failed',
  at: 'reload',
  line: `Cannot have "${output}" read again by "${reload.join(' ')}": found ${found}, needed that command to succeed; the new file is in place`,
});

const fileFailed = ({ template, output }: RenderedFile, error: unknown): RenderOutcome => {
  const message = error instanceof Error ? error.message : String(error);
  const ofTemplate = error instanceof Error && 'path' in error && error.path === template;
  const line = ofTemplate
    ? `Cannot render "${template}": found ${message}, needed a template that can be read`
    : `Cannot write "${output}": found ${message}, needed a folder that can be written, with room; the file before stays`;
  return { kind: 'failed', at: ofTemplate ? 'template' : 'file', line };
};
