/** What the instrumented program asks: which of its mutants is on. */
export interface Switches {
  /** Its answer is true for this one alone; 0: for none. */
  active: number;
  /** How often it has asked. */
  asked: number;
  /** Ends loops that a mutant made endless. */
  limit: number;
  /** Those it asked about; undefined while nobody collects them. */
  reached: Set<number> | undefined;
  /** Reached while the program is loaded: a test that runs later cannot tell. */
  readonly loading: Set<number>;
}

/** Puts the question where the instrumented program finds it. */
export function installSwitches(): Switches {
  const switches: Switches = {
    active: 0,
    asked: 0,
    limit: Number.POSITIVE_INFINITY,
    reached: undefined,
    loading: new Set(),
  };
  const ask = (id: number): boolean => {
    switches.asked += 1;
    if (switches.reached === undefined && switches.active === 0) switches.loading.add(id);
    switches.reached?.add(id);
    if (switches.asked > switches.limit) throw new Error('Cannot end the test: a loop goes on');
    return id === switches.active;
  };
  Object.assign(globalThis, { __mutant: ask });
  return switches;
}
