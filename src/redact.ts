/** What stands in place of a secret. */
export const CENSOR = '[secret]';

/** Fields and parameters whose values are secrets, wherever they stand. One list for the whole program. */
export const SECRET_FIELDS = [
  'secret',
  'tsigSecret',
  'token',
  'password',
  'authorization',
  'privateKey',
  'clientKey',
] as const;

/** Further names for the same, as kubeconfigs, OIDC and HTTP have them. */
const otherNames = [
  'access[-_]?token',
  'id[-_]?token',
  'refresh[-_]?token',
  'client[-_]?secret',
  'client[-_]?key(?:[-_]?data)?',
  'tsig[-_]secret',
  'private[-_]?key',
  'passwd',
  'api[-_]?key',
];
const names = [...SECRET_FIELDS, ...otherNames].join('|');

/**
 * What a secret looks like, whatever text it stands in; the first group of each is kept.
 *
 * | pattern                                   | found in                                     |
 * | ----------------------------------------- | -------------------------------------------- |
 * | `scheme://user:password@`, also without it | the URLs of proxies and API servers         |
 * | `Bearer …`, `Basic …`                     | what a server says of a request              |
 * | a PEM block, a JSON web token             | a file that was taken for another            |
 * | base64 with its padding                   | the secret of a TSIG key                     |
 * | `token=…`, `"token":"…"`                  | parameters, JSON                             |
 */
const patterns: readonly RegExp[] = [
  /([a-z][a-z0-9+.-]*:\/\/)[^\s"'<>]*(?=@)/gi,
  /()(?<![\w/])[^\s"'/:@,{}[\]]+:[^\s"'/@]+(?=@[\w[])/g,
  /\b((?:Bearer|Basic)\s+)[A-Za-z0-9._~+/=-]{6,}/g,
  /(-----BEGIN )[^-]+-----[^"]*?(?:-----END [^-]+-----|$)/g,
  /()\beyJ[A-Za-z0-9_-]{5,}\.[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]*)?/g,
  /()(?<![A-Za-z0-9+/=])[A-Za-z0-9+/]{20,}={1,2}(?![A-Za-z0-9+/=])/g,
  new RegExp(`\\b((?:${names})=)[^\\s&;,"']+`, 'gi'),
  new RegExp(`(\\\\?"(?:${names})\\\\?"\\s*:\\s*\\\\?")(?!\\[secret\\])[^"\\\\]+`, 'gi'),
];

/** A text as it may be shown: in a log, in the status, on a terminal. */
export const redact = (text: string): string =>
  patterns.reduce((shown, pattern) => shown.replace(pattern, `$1${CENSOR}`), text);

/**
 * The output of another program, reduced to what cannot be a secret: plain words, and none behind a word such
 * as "token". It may have printed what it was given, in any form.
 */
export const redactForeign = (text: string): string => {
  let hidden = false;
  const words = redact(text)
    .split(/\s+/)
    .map((word) => {
      const hide = hidden || !isPlainWord(word);
      hidden = secretWord.test(word) || (hidden && connecting.test(word));
      return hide && !connecting.test(word) && word !== '' ? CENSOR : word;
    });
  return words.filter((word, index) => word !== CENSOR || words[index - 1] !== CENSOR).join(' ');
};

/** A word of a language, perhaps with its punctuation, or what {@link redact} has left. */
const isPlainWord = (word: string): boolean => /^["'(]*[A-Za-z]{1,20}["'),.:;!?]*$/.test(word);

const secretWord = new RegExp(`(?:${names}|key|credentials?|bearer|basic)["')]*[:=]?$`, 'i');
const connecting = /^(?:is|was|=|:|->)$/;
