/** A name of 255 octets, each of them escaped, fits. */
const maxMessageCharacters = 1_300;

/** What a terminal or a log would act upon in place of showing it. */
const acting = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

/** A message that may hold what was handed in, in one line, visible, and of limited length. */
export const oneLine = (message: string): string => {
  const line = visible(shortened(message));
  // Escapes have made it longer, and the cut may go through a pair of surrogates.
  return line.length <= maxMessageCharacters ? line : visible(shortened(line));
};

const shortened = (message: string): string =>
  message.length <= maxMessageCharacters
    ? message
    : `${message.slice(0, maxMessageCharacters - 300)} … ${message.slice(-200)}`;

const visible = (message: string): string =>
  message.replace(acting, (found) =>
    found
      .split('')
      .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
      .join(''),
  );
