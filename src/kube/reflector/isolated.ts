import type { ReflectorHandlers } from './reflection.ts';

/**
 * Handlers whose exceptions are reported and do not reach the stream: one object that cannot be handled stops
 * nothing.
 */
export const isolated = <T>(
  handlers: ReflectorHandlers<T>,
  onFault: (error: unknown) => void,
): ReflectorHandlers<T> => {
  const guard =
    <Args extends readonly unknown[]>(call: (...args: Args) => void) =>
    (...args: Args): void => {
      try {
        call(...args);
      } catch (error) {
        onFault(error);
      }
    };
  return {
    project: (json) => {
      try {
        return handlers.project(json);
      } catch (error) {
        onFault(error);
        return { key: undefined, object: undefined };
      }
    },
    shared: handlers.shared,
    replace: guard(handlers.replace),
    upsert: guard(handlers.upsert),
    delete: guard(handlers.delete),
    synced: guard(handlers.synced),
    connected: guard(handlers.connected),
  };
};
