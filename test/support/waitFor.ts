import { setTimeout as pause } from 'node:timers/promises';
import { inspect } from 'node:util';

/** How {@link waitFor} looks, and when it stops looking. */
export interface WaitOptions<T> {
  /** What the value must be; without it any truthy value will do. */
  readonly until?: (value: T) => boolean;
  readonly deadlineMs?: number;
  readonly intervalMs?: number;
  /** Says why no further look can help (a process ended, say), so that a lost wait ends at once. */
  readonly hopeless?: () => string | undefined;
}

/**
 * Looks again and again until what is seen is right, and returns it. A look that throws counts as "not yet",
 * so it may hold assertions. After the deadline it throws, and the message shows what was seen last.
 *
 * @param what the condition in words: it stands in the message
 */
export async function waitFor<T>(
  what: string,
  look: () => T | Promise<T>,
  options: WaitOptions<T> = {},
): Promise<T> {
  const { until = Boolean, deadlineMs = 10_000, intervalMs = 20, hopeless } = options;
  const deadline = performance.now() + deadlineMs;
  for (;;) {
    const seen = await attempt(look);
    if (seen.kind === 'value' && until(seen.value)) return seen.value;
    const reason = hopeless?.();
    if (reason !== undefined) throw new Error(`Cannot wait for "${what}": ${reason}`);
    if (performance.now() >= deadline) {
      throw new Error(
        `Cannot wait for "${what}": not so within ${deadlineMs} ms, last seen ${describe(seen)}`,
      );
    }
    await pause(intervalMs);
  }
}

type Seen<T> =
  | { readonly kind: 'value'; readonly value: T }
  | { readonly kind: 'error'; readonly error: unknown };

async function attempt<T>(look: () => T | Promise<T>): Promise<Seen<T>> {
  try {
    return { kind: 'value', value: await look() };
  } catch (error) {
    return { kind: 'error', error };
  }
}

function describe(seen: Seen<unknown>): string {
  if (seen.kind === 'value') return inspect(seen.value, { depth: 6 });
  return seen.error instanceof Error ? seen.error.message : String(seen.error);
}
