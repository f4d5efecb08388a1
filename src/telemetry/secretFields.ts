/**
 * Fields whose values never reach a log, wherever they stand in the first three levels. One list for the
 * whole program.
 */
export const SECRET_FIELDS = [
  'secret',
  'tsigSecret',
  'token',
  'password',
  'authorization',
  'privateKey',
  'clientKey',
] as const;

/** The same as paths for pino. */
export const REDACTED_PATHS: readonly string[] = SECRET_FIELDS.flatMap((field) => [
  field,
  `*.${field}`,
  `*.*.${field}`,
]);

export const CENSOR = '[secret]';
