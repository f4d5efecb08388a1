import type { SimulatedZone } from './simulatedZone.ts';

/** What the server takes less of than it did. */
export type Limits = {
  readonly recordsPerType: () => number;
  /** RRsets were longer once: what stood there then may stay. */
  readonly wasLowered: () => boolean;
  /** Who is told that the server takes less tries what it takes. */
  readonly isRestricted: () => boolean;
  readonly set: (records: number) => void;
  /** A count in `update-policy`; undefined for none. */
  readonly omitAbove: (addresses: number | undefined) => void;
  /** `update-policy` grants everything but this type. */
  readonly refuse: (type: string | undefined) => void;
};

export const createLimits = (zones: () => readonly SimulatedZone[]): Limits => {
  let recordsPerType = 100;
  let lowered = false;
  let restricted = false;
  let addressesAtMost: number | undefined;
  const apply = (): void => {
    for (const { bind } of zones())
      bind.setLimits({ recordsPerType, ...(addressesAtMost === undefined ? {} : { addressesAtMost }) });
  };
  return {
    recordsPerType: () => recordsPerType,
    wasLowered: () => lowered,
    isRestricted: () => restricted,
    set: (records) => {
      lowered ||= records < recordsPerType;
      restricted = true;
      recordsPerType = records;
      apply();
    },
    omitAbove: (addresses) => {
      addressesAtMost = addresses;
      restricted ||= addresses !== undefined;
      apply();
    },
    refuse: (type) => {
      restricted ||= type !== undefined;
      for (const { server } of zones()) server.refuse(type);
    },
  };
};
