import type { ModelBind } from './modelBind.ts';

/** Since when other writers have delegated names: what is written there is never answered. */
export type Delegations = {
  readonly note: (name: string) => void;
  /** The zone is another: what is delegated in it came just now. */
  readonly forget: () => void;
  /** Of the one at or above the name; undefined where there is none. */
  readonly sinceMs: (bind: ModelBind, name: string) => number | undefined;
};

export const createDelegations = (nowMs: () => number): Delegations => {
  const since = new Map<string, number>();
  let forgottenMs = 0;
  const sinceMs = (bind: ModelBind, name: string): number | undefined => {
    if (name === bind.zone || !name.endsWith(`.${bind.zone}`)) return undefined;
    if (bind.at(name).some(({ type, writer }) => type === 'NS' && writer === 'hand'))
      return Math.max(forgottenMs, since.get(name) ?? nowMs());
    return sinceMs(bind, name.slice(name.indexOf('.') + 1));
  };
  return {
    note: (name) => void since.set(name, nowMs()),
    forget: () => {
      forgottenMs = nowMs();
    },
    sinceMs,
  };
};
