/**
 * What comes of a promise, or `overdue` once it has kept us waiting for so long. It is not ended by that.
 *
 * @param from the time counts from the moment this is aborted; at once without it
 */
export const orOverdue = async <Result>(
  running: Promise<Result>,
  limitMs: number,
  from: AbortSignal = AbortSignal.abort(),
): Promise<Result | 'overdue'> => {
  const overdue = Promise.withResolvers<'overdue'>();
  let timer: NodeJS.Timeout | undefined;
  const count = (): void => {
    timer = setTimeout(() => overdue.resolve('overdue'), limitMs);
  };
  if (from.aborted) count();
  else from.addEventListener('abort', count, { once: true });
  try {
    return await Promise.race([running, overdue.promise]);
  } finally {
    from.removeEventListener('abort', count);
    clearTimeout(timer);
  }
};
