/**
 * How much and how long a server may send. What goes beyond is no answer of an API server, whoever sends it.
 */
export type ReadLimits = {
  /** Of one object in a list, or one line of a watch; etcd takes 1.5 MiB. */
  readonly itemOctets: number;
  /** Of everything that one sync reads. */
  readonly syncOctets: number;
  /** Objects of one collection that one sync brings. */
  readonly syncObjects: number;
  /** All pages of a list together. */
  readonly listMs: number;
  /** A list may go in a circle: each page names another one. */
  readonly listPages: number;
  /** A sync by watch in which no object came that was not known gives up after this … */
  readonly noProgressMs: number;
  /** … and after this even if some came, when its end never came. */
  readonly initialEventsMs: number;
};

export const readLimits: ReadLimits = {
  itemOctets: 8 << 20,
  syncOctets: 1 << 30,
  syncObjects: 1_000_000,
  listMs: 600_000,
  // A million objects in pages of 500.
  listPages: 2_000,
  noProgressMs: 15_000,
  initialEventsMs: 300_000,
};

/** What exceeds the limits of a sync, in words; undefined while nothing does. */
export const syncExcess = (
  limits: ReadLimits,
  read: { readonly octets: number; readonly objects: number },
): string | undefined => {
  if (read.octets > limits.syncOctets) return `more than ${inWords(limits.syncOctets)}`;
  if (read.objects > limits.syncObjects) return `more than ${limits.syncObjects} objects`;
  return undefined;
};

/** `8 MiB` */
export const inWords = (octets: number): string =>
  octets >= 1 << 20 ? `${octets / (1 << 20)} MiB` : `${octets} octets`;
