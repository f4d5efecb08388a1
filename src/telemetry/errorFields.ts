/**
 * An error as fields of a log line. The stack is kept only for errors without a code: those are not expected,
 * and somebody has to find them.
 */
export const errorFields = (error: unknown): unknown => {
  if (!(error instanceof Error)) return error;
  const code =
    'code' in error && typeof error.code === 'string' ? { code: error.code } : { stack: error.stack };
  const cause = error.cause === undefined ? {} : { cause: errorFields(error.cause) };
  return { name: error.name, message: error.message, ...code, ...cause };
};
