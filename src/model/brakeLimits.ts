/**
 * From where on a deletion waits for a person's consent: more than this share of the records that are ours,
 * and more than this many.
 */
export const brakeLimits = { share: 0.3, records: 20 } as const;

/** The same in words, for help and messages. */
export const brakeText = `more than ${Math.round(brakeLimits.share * 100)} % of what we own, and more than ${brakeLimits.records} records`;
