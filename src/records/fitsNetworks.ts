import type { Rrset } from '../dns/rrset.ts';
import { liesInNetworks, type Networks } from './liesInNetworks.ts';

/** Whether a zone with these networks may hold all addresses of records. */
export const fitsNetworks = (rrsets: readonly Rrset[], networks: Networks): boolean =>
  rrsets.every(
    ({ type, rdatas }) =>
      (type !== 'A' && type !== 'AAAA') || rdatas.every((rdata) => liesInNetworks(rdata, networks)),
  );
