import * as z from 'zod/mini';

/** What a value's parser answers: the value, or the second half of `Cannot use <option> "<text>": <found>, <needed>`. */
export type Parsed<T> =
  | { readonly kind: 'value'; readonly value: T }
  | { readonly kind: 'fault'; readonly found: string; readonly needed: string };

/** Reads one option value from its text, as it stands on the command line, in the environment and in the file. */
export type ParseText<T> = (text: string) => Parsed<T>;

export const value = <T>(value: T): Parsed<T> => ({ kind: 'value', value });

export const fault = (found: string, needed: string): Parsed<never> => ({ kind: 'fault', found, needed });

/** A schema that reads a text by `parse`; its issue message is `<found>, <needed>`. */
export const textSchema = <T>(parse: ParseText<T>): z.ZodMiniType<T> =>
  z.pipe(
    z.string({
      error: (issue) =>
        issue.input === undefined ? 'it is missing, a value is needed' : 'it is not one value, one is needed',
    }),
    z.transform((text, context) => {
      const parsed = parse(text);
      if (parsed.kind === 'value') return parsed.value;
      context.issues.push({ code: 'custom', message: `${parsed.found}, ${parsed.needed}`, input: text });
      return z.NEVER;
    }),
  );
