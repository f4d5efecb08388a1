import * as z from 'zod/mini';

/**
 * What a value's parser answers: the value, or the second half of `Cannot use <option> "<text>": <found>,
 * <needed>`.
 */
export type Parsed<T> =
  | { readonly kind: 'value'; readonly value: T }
  | { readonly kind: 'fault'; readonly text: string };

/**
 * Reads one option value from its text, as it stands on the command line, in the environment and in the file.
 */
export type ParseText<T> = ((text: string) => Parsed<T>) & {
  /** The only texts it takes, where they can be counted. */
  readonly choices?: readonly string[];
};

export const value = <T>(value: T): Parsed<T> => ({ kind: 'value', value });

export const fault = (found: string, needed: string): Parsed<never> => ({
  kind: 'fault',
  text: `found ${found}, needed ${needed}`,
});

/** The fault within another folder's message: what stands behind `Cannot <do> "<value>": `. */
export const secondHalf = (message: string): Parsed<never> => ({
  kind: 'fault',
  text: message.slice(message.search(/": (?=found )/) + '": '.length),
});

/** A schema that reads a text by `parse`; its issue message is `<found>, <needed>`. */
export const textSchema = <T>(parse: ParseText<T>): z.ZodMiniType<T> =>
  z.pipe(
    z.string({
      error: (issue) =>
        issue.input === undefined ? 'found nothing, needed a value' : 'found several values, needed one',
    }),
    z.transform((text, context) => {
      const parsed = parse(text);
      if (parsed.kind === 'value') return parsed.value;
      context.issues.push({ code: 'custom', message: parsed.text, input: text });
      return z.NEVER;
    }),
  );
