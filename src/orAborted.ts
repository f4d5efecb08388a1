/**
 * What comes of a promise, or `aborted` as soon as the signal is: for what goes on for longer than whoever
 * asks may want to wait. It is not ended by that.
 */
export const orAborted = async <Result>(
  running: Promise<Result>,
  signal: AbortSignal,
): Promise<Result | 'aborted'> => {
  const aborted = Promise.withResolvers<'aborted'>();
  const end = (): void => aborted.resolve('aborted');
  signal.addEventListener('abort', end, { once: true });
  if (signal.aborted) end();
  try {
    return await Promise.race([running, aborted.promise]);
  } finally {
    signal.removeEventListener('abort', end);
  }
};
