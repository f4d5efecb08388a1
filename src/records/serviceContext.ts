import type { DomainName } from '../dns/rrset.ts';
import { type ObjectRef, objectRefText, refOfService } from '../model/objectRef.ts';
import type { Service } from '../model/service.ts';
import type { ServiceSnapshot } from '../model/serviceSnapshot.ts';
import { type PublishedEndpoint, publishedEndpoints } from './answers/publishedEndpoints.ts';
import { isHostLabel, labelFault, maxNameCharacters, tooLongMessage } from './hostName.ts';
import { clampTtl } from './parseTtl.ts';
import type { AddressPolicy, RecordOptions, TtlKind } from './recordOptions.ts';
import { inScope } from './scope.ts';
import type { RecordProblem } from './serviceRecords.ts';
import { type Settings, settingsOf } from './settings.ts';

/** What every record source is given: the Service, the options, and what several sources need, computed once. */
export type ServiceContext<S extends Service = Service> = {
  readonly snapshot: ServiceSnapshot;
  readonly service: S;
  /** The Service as the origin of names and problems. */
  readonly object: ObjectRef;
  readonly options: RecordOptions;
  readonly settings: Settings;
  /** `<service>.<namespace>.svc.<zone>` */
  readonly name: DomainName;
  /** The policy for the Service's own name; templates may have another. */
  readonly policy: AddressPolicy;
  /** Ready endpoints, in no particular order. Computed when first asked for. */
  readonly endpoints: () => readonly PublishedEndpoint[];
  /** Where sources put what they leave out. */
  readonly problems: RecordProblem[];
};

/** Undefined when nothing of the Service is to be published: not in scope, told to be ignored, or its name cannot stand in DNS. */
export const serviceContext = (
  snapshot: ServiceSnapshot,
  options: RecordOptions,
  problems: RecordProblem[],
): ServiceContext | undefined => {
  if (!inScope(snapshot, options.scope)) return undefined;
  const { service } = snapshot;
  const settings = settingsOf(snapshot, options, problems);
  if (settings.ignore) return undefined;
  const object = refOfService(service);
  const name = serviceName(service, options.zone, problems);
  if (name === undefined) return undefined;
  let endpoints: readonly PublishedEndpoint[] | undefined;
  const context: ServiceContext = {
    snapshot,
    service,
    object,
    options,
    settings,
    name,
    policy: settings.addresses ?? options.addresses,
    endpoints: () => (endpoints ??= publishedEndpoints(context)),
    problems,
  };
  return context;
};

/** TTL of a kind of record: the Service's own wish, else the option, within the bounds. */
export const ttlOf = ({ settings, options }: ServiceContext, kind: TtlKind): number =>
  clampTtl(settings.ttlSeconds ?? options.ttlSeconds[kind], options);

const serviceName = (
  service: Service,
  zone: DomainName,
  problems: RecordProblem[],
): DomainName | undefined => {
  // Not lower-cased: two Services whose names differ only in case would be one name.
  const labels = [service.name, service.namespace];
  const bad = labels.find((label) => !isHostLabel(label));
  const name = `${labels.join('.')}.svc.${zone}`;
  const object = refOfService(service);
  if (bad !== undefined) {
    problems.push({
      kind: 'invalid-name',
      object,
      message: `Cannot publish ${objectRefText(object)}: ${labelFault(bad)}`,
    });
    return undefined;
  }
  if (name.length > maxNameCharacters) {
    problems.push({
      kind: 'name-too-long',
      object,
      message: tooLongMessage(name, objectRefText(object)),
    });
    return undefined;
  }
  return name;
};
