/** Deleting much at once is more often a mistake (a wrong kubeconfig) than a wish. */
export type GuardOptions = {
  /** Share of what is owned, 0 to 1. */
  readonly share: number;
  /** Up to this many records no plan is held back. */
  readonly records: number;
};

/** True when a plan that removes `removed` of `owned` records must wait for a person's word. */
export const needsConsent = (removed: number, owned: number, { share, records }: GuardOptions): boolean =>
  removed > records && removed > owned * share;
