import { SECRET_FIELDS } from '../redact.ts';

/** The one list of secret fields as paths for pino, in the first three levels of a line. */
export const secretFields: readonly string[] = SECRET_FIELDS.flatMap((field) => [
  field,
  `*.${field}`,
  `*.*.${field}`,
]);
