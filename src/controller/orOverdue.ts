import type { Clock, Timer } from '../clock.ts';

export type Patience = {
  readonly limitMs: number;
  readonly after: Clock['after'];
  /** The time counts from the moment this is aborted; at once without it. */
  readonly from?: AbortSignal;
};

/** What comes of a promise, or `overdue` once it has kept us waiting for so long. It is not ended by that. */
export const orOverdue = async <Result>(
  running: Promise<Result>,
  { limitMs, after, from = AbortSignal.abort() }: Patience,
): Promise<Result | 'overdue'> => {
  const overdue = Promise.withResolvers<'overdue'>();
  let timer: Timer | undefined;
  const count = (): void => {
    timer = after(limitMs, () => overdue.resolve('overdue'));
  };
  if (from.aborted) count();
  else from.addEventListener('abort', count, { once: true });
  try {
    return await Promise.race([running, overdue.promise]);
  } finally {
    from.removeEventListener('abort', count);
    timer?.cancel();
  }
};
