import { isServiceSnapshot, type OriginSnapshot } from '../../model/originSnapshot.ts';
import type { Service } from '../../model/service.ts';
import type { ServiceSnapshot } from '../../model/serviceSnapshot.ts';
import { shownText } from '../../model/visibleText.ts';
import type { PublishedObject } from '../../telemetry/publishedObject.ts';
import type { PublishedService } from '../../telemetry/publishedService.ts';

/** What a Service is, beside its names. */
export const describeService = ({
  service,
  slices,
}: ServiceSnapshot): Pick<PublishedService, 'kind' | 'addresses' | 'readyEndpoints' | 'endpoints'> => {
  const endpoints = slices.flatMap((slice) => slice.endpoints);
  return {
    kind: service.kind,
    addresses: addressesOf(service),
    readyEndpoints: endpoints.filter(({ ready }) => ready).length,
    endpoints: endpoints.length,
  };
};

const addressesOf = (service: Service): readonly string[] => {
  if (service.kind === 'cluster-ip') return service.clusterIps;
  return service.kind === 'external-name' ? [shownText(service.externalName)] : [];
};

/** The same of any object; other kinds have only their names. */
export const describeOrigin = (
  snapshot: OriginSnapshot,
): Pick<PublishedObject, 'type' | 'addresses' | 'readyEndpoints' | 'endpoints'> => {
  if (!isServiceSnapshot(snapshot)) return { addresses: [], readyEndpoints: 0, endpoints: 0 };
  const { kind, ...described } = describeService(snapshot);
  return { type: kind, ...described };
};
