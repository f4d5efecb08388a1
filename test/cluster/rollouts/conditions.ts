interface ConditionOptions {
  readonly status?: string;
  readonly generation?: number;
}

/** A condition as controllers write it, of this moment. */
export const condition = (
  type: string,
  { status = 'True', generation = 1 }: ConditionOptions = {},
): object => ({
  type,
  status,
  reason: status === 'True' ? type : 'Pending',
  message: '',
  observedGeneration: generation,
  lastTransitionTime: new Date().toISOString().replace(/\.\d+/, ''),
});
