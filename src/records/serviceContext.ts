import type { DomainName } from '../dns/rrset.ts';
import { objectRefText, refOfService } from '../model/objectRef.ts';
import type { Service } from '../model/service.ts';
import type { ServiceSnapshot } from '../model/serviceSnapshot.ts';
import { type PublishedEndpoints, publishedEndpoints } from './answers/publishedEndpoints.ts';
import type { Asker } from './asker.ts';
import { createAddressFilter } from './createAddressFilter.ts';
import { isHostLabel, labelFault, maxNameCharacters, tooLongMessage } from './hostName.ts';
import { noProblems } from './joinProblems.ts';
import { clampTtl } from './parseTtl.ts';
import type { AddressPolicy, RecordOptions, TtlKind } from './recordOptions.ts';
import { inScope } from './scope.ts';
import type { RecordProblem } from './serviceRecords.ts';
import { type Settings, settingsOf } from './settings.ts';

/** What every maker is given: the Service, the options, and what several makers need, computed once. */
export type ServiceContext<S extends Service = Service> = Asker & {
  readonly snapshot: ServiceSnapshot;
  readonly service: S;
  readonly settings: Settings;
  /** `<service>.<namespace>.svc.<zone>` */
  readonly name: DomainName;
  /** The policy for the Service's own name; templates may have another. */
  readonly policy: AddressPolicy;
  /** Ready endpoints. Computed when first asked for. */
  readonly endpoints: () => PublishedEndpoints;
};

/** What is to be done with a Service, and what is wrong with its annotations or its name. */
export type MadeContext = { readonly problems: readonly RecordProblem[] } & (
  | { readonly kind: 'publishable'; readonly context: ServiceContext }
  /** Its name cannot stand in DNS, so nothing of it can. */
  | { readonly kind: 'unpublishable' }
  /** Not in scope, or ignored by its annotation. */
  | { readonly kind: 'unselected' }
);

export const makeContext = (snapshot: ServiceSnapshot, options: RecordOptions): MadeContext => {
  const { service, namespaceLabels } = snapshot;
  const { namespace, labels, createdMs } = service;
  const scoped = { namespace, labels, namespaceLabels };
  if (!options.sources.includes('service') || !inScope(scoped, options.scope)) return notInScope;
  const { settings, problems } = settingsOf(snapshot, options);
  if (settings.ignore) return { kind: 'unselected', problems };
  // Not lower-cased: two Services whose names differ only in case would be one name.
  const name = `${service.name}.${service.namespace}.svc.${options.zone}`;
  const problem = nameProblem(service, name);
  if (problem !== undefined) return { kind: 'unpublishable', problems: [...problems, problem] };
  let endpoints: PublishedEndpoints | undefined;
  const context: ServiceContext = {
    snapshot,
    service,
    object: refOfService(service),
    createdMs,
    scoped,
    options,
    filter: createAddressFilter(options),
    settings,
    name,
    policy: settings.addresses ?? options.addresses,
    endpoints: () => (endpoints ??= publishedEndpoints(context)),
  };
  return { kind: 'publishable', context, problems };
};

const notInScope: MadeContext = { kind: 'unselected', problems: noProblems };

/** For callers that need the records alone: undefined when nothing of the Service is published. */
export const contextOf = (snapshot: ServiceSnapshot, options: RecordOptions): ServiceContext | undefined => {
  const made = makeContext(snapshot, options);
  return made.kind === 'publishable' ? made.context : undefined;
};

/** TTL of a kind of record: what the Service itself asks for, else the option, within the bounds. */
export const ttlOf = ({ settings, options }: ServiceContext, kind: TtlKind): number =>
  clampTtl(settings.ttlSeconds ?? options.ttlSeconds[kind], options);

const nameProblem = (service: Service, name: DomainName): RecordProblem | undefined => {
  const hasHostLabels = isHostLabel(service.name) && isHostLabel(service.namespace);
  if (hasHostLabels && name.length <= maxNameCharacters) return undefined;
  const object = refOfService(service);
  const about = objectRefText(object);
  if (hasHostLabels) return { kind: 'name-too-long', object, message: tooLongMessage(name, about) };
  const bad = isHostLabel(service.name) ? service.namespace : service.name;
  return { kind: 'invalid-name', object, message: `Cannot publish ${about}: ${labelFault(bad)}` };
};
