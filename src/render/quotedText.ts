import { scalarText } from './printedWord.ts';

/**
 * A free text as one string in double quotes, for nginx and HAProxy: quotes and backslashes are escaped.
 * Control characters become blanks, and `$`, `%` and a grave accent become `_`: nginx has no way to write a
 * `$` that is none of a variable, and HAProxy expands `%` in logs and headers.
 */
export const quotedText = (value: unknown): string => {
  const text = scalarText(value)
    .replaceAll(/[\p{Cc}\p{Zl}\p{Zp}\p{Cs}]/gu, ' ')
    .replaceAll(/[$%`]/g, '_');
  return `"${text.replaceAll(/["\\]/g, '\\$&')}"`;
};
