import type { DomainName } from '../dns/rrset.ts';
import type { ServiceContext } from '../records/serviceContext.ts';
import type { KnownZone } from './known.ts';

/** A name below `svc` that is asked about, and the Service whose it would be. */
export type ServiceName = {
  readonly name: DomainName;
  readonly type: string | undefined;
  /** Labels before the Service's own name. */
  readonly prefix: readonly string[];
  readonly zone: KnownZone;
  readonly context: ServiceContext;
};
