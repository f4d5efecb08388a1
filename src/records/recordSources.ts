import type { Rrset } from '../dns/rrset.ts';
import { annotationNames } from './annotationNames.ts';
import { endpointNames } from './endpointNames.ts';
import { externalDnsNames } from './externalDnsNames.ts';
import type { NameRequest } from './nameRequest.ts';
import { podNames } from './podNames.ts';
import type { ServiceContext } from './serviceContext.ts';
import { serviceNames } from './serviceNames.ts';
import { templateNames } from './templateNames.ts';
import { zonalNames } from './zonalNames.ts';

/**
 * A source of records. `territory` and `shared` make RRsets below `svc.<zone>` and `pod.<zone>`, in canonical order; `names` asks for names outside, which are
 * checked and filled with the Service's answer in one place.
 */
export type RecordSource =
  | { readonly kind: 'territory' | 'shared'; readonly rrsets: (context: ServiceContext) => readonly Rrset[] }
  | { readonly kind: 'names'; readonly requests: (context: ServiceContext) => readonly NameRequest[] };

/** All record sources: a new one is one file and one row here. Of two requests for one name the earlier row is kept. */
export const recordSources: readonly RecordSource[] = [
  { kind: 'territory', rrsets: serviceNames },
  { kind: 'territory', rrsets: endpointNames },
  { kind: 'territory', rrsets: zonalNames },
  { kind: 'shared', rrsets: podNames },
  { kind: 'names', requests: annotationNames },
  { kind: 'names', requests: externalDnsNames },
  { kind: 'names', requests: templateNames },
];
