import type { Liquid } from 'liquidjs';
import { shownText } from '../model/visibleText.ts';
import type { ClusterView } from './clusterView.ts';
import { printedWord } from './printedWord.ts';
import { quotedText } from './quotedText.ts';
import { createTimeLimit, type TimeLimit } from './timeLimit.ts';

/** A template's text, ready to be filled in; or the one line that says what is wrong with it. */
export type Template =
  | { readonly kind: 'template'; readonly fill: (view: ClusterView) => FilledTemplate }
  | TemplateFault;

export type FilledTemplate = { readonly kind: 'text'; readonly text: string } | TemplateFault;

export type TemplateFault = { readonly kind: 'fault'; readonly line: string };

/** Reads a template. @param path for messages */
export type ParseTemplate = (path: string, text: string) => Template;

/** What a mistake in a template may cost. */
const parseLimit = 1_000_000;
const longestMs = 5_000;

/**
 * Counted in characters and members of lists, of all steps together: a sort of nine million numbers takes a
 * gigabyte. What a template has to do grows with the cluster, so only a large one may take that much.
 */
const memoryLimit = ({ services }: ClusterView): number =>
  Math.min(20_000_000, 2_000_000 + 2_000 * services.length);

/**
 * The language of templates is Liquid. It is loaded only by those who have a template. A template is one
 * file: it cannot read others, and nothing in it is run. An unknown variable or filter is an error, but where
 * `if` or `default` ask for it. The language itself looks at the clock between two parts of a template, and
 * says then where it was; what takes longer within one part, or to be read, is stopped a little later.
 */
export const openTemplates = async (renderLimit = longestMs): Promise<ParseTemplate> => {
  const { createLiquid } = await import('./createLiquid.ts');
  const inTime = createTimeLimit(1.2 * renderLimit);
  const liquid = createLiquid({
    parseLimit,
    renderLimit,
    templates: {},
    strictFilters: true,
    strictVariables: true,
    lenientIf: true,
    ownPropertyOnly: true,
    outputEscape: printedWord,
  });
  liquid.registerFilter('quote', { raw: true, handler: quotedText });
  return (path, text) => parse({ liquid, inTime }, path, text);
};

type Language = { readonly liquid: Liquid; readonly inTime: TimeLimit };

const parse = ({ liquid, inTime }: Language, path: string, text: string): Template => {
  try {
    const parsed = inTime(() => liquid.parse(text, path));
    return {
      kind: 'template',
      fill: (view) =>
        fill(path, () =>
          inTime(() => liquid.renderSync(parsed, view, { memoryLimit: memoryLimit(view) }) as unknown),
        ),
    };
  } catch (error) {
    return faultOf(path, error);
  }
};

const fill = (path: string, render: () => unknown): FilledTemplate => {
  try {
    const text = String(render());
    if (text.trim() !== '') return { kind: 'text', text };
    const line = `Cannot render "${path}": found nothing to write, needed at least a comment (such as "# no Services")`;
    return { kind: 'fault', line };
  } catch (error) {
    return faultOf(path, error);
  }
};

const faultOf = (path: string, error: unknown): TemplateFault => {
  if (!(error instanceof Error)) throw error;
  const at = placeOf(error);
  // The library ends its messages with the place.
  const found = error.message.replace(/(, file:.*)?(, line:\d+, col:\d+)$/s, '');
  const place = at === undefined ? '' : ` line ${at[0]} column ${at[1]}`;
  return {
    kind: 'fault',
    line: shownText(`Cannot render "${path}"${place}: found ${found}, needed ${neededFor(found)}`, 600),
  };
};

const placeOf = (error: Error): readonly number[] | undefined => {
  const { token } = error as { readonly token?: { readonly getPosition?: () => readonly number[] } };
  return token?.getPosition?.();
};

const neededFor = (found: string): string => {
  const fix = fixes.find(([pattern]) => pattern.test(found));
  return fix?.[1] ?? 'Liquid (https://liquidjs.com/tags/overview.html)';
};

const fixes: readonly (readonly [RegExp, string])[] = [
  [/^undefined variable/, 'a variable of docs/guides/nginx.md, or a filter such as default: "" behind it'],
  [/^undefined filter/, 'a filter of Liquid (https://liquidjs.com/filters/overview.html), or quote'],
  [/not closed/, 'the end that belongs to it, such as {% endfor %}, {% endif %} or }}'],
  [/^ENOENT/, 'everything in one file'],
  [/limit exceeded/, 'a template that does less'],
];
