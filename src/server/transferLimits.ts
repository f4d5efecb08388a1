/** How large a transfer may be, and how long it may take; whoever signs it. */
export type TransferLimits = {
  /** Records of types that are kept; what signs a zone does not count. */
  readonly records: number;
  /** Of all its messages. */
  readonly octets: number;
  readonly wholeMs: number;
};

/** A zone of 430,000 records has 30 MB and takes a second. */
export const transferLimits: TransferLimits = { records: 3_000_000, octets: 1 << 30, wholeMs: 600_000 };

/** What is too much, in words; undefined while nothing is. */
export const transferExcess = (
  limits: TransferLimits,
  read: { readonly records: number; readonly octets: number },
): string | undefined => {
  if (read.records > limits.records)
    return `found a transfer of more than ${limits.records} records, needed a zone that fits into memory`;
  if (read.octets > limits.octets)
    return `found a transfer of more than ${limits.octets} octets, needed a zone that fits into memory`;
  return undefined;
};
