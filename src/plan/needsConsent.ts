/** Deleting much at once is more often a mistake (a wrong kubeconfig) than meant. */
export type BrakeOptions = {
  /** Share of what is owned, 0 to 1. */
  readonly share: number;
  /** Up to this many records nothing is held back. */
  readonly records: number;
  /** A person has allowed it beforehand. */
  readonly allowMassDelete: boolean;
};

/** True when deleting `removed` of `owned` records must wait for a person's word. */
export const needsConsent = (
  removed: number,
  owned: number,
  { share, records }: Pick<BrakeOptions, 'share' | 'records'>,
): boolean => removed > records && removed > owned * share;
