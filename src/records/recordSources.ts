import type { Rrset } from '../dns/rrset.ts';
import { endpointNames } from './inside/endpointNames.ts';
import { podNames } from './inside/podNames.ts';
import { serviceNames } from './inside/serviceNames.ts';
import { zonalNames } from './inside/zonalNames.ts';
import { annotationNames } from './outside/annotationNames.ts';
import { externalDnsNames } from './outside/externalDnsNames.ts';
import type { NameRequest } from './outside/nameRequest.ts';
import { templateNames } from './outside/templateNames.ts';
import type { ServiceContext } from './serviceContext.ts';

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
