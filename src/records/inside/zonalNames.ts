import type { Rrset } from '../../dns/rrset.ts';
import { objectRefText } from '../../model/objectRef.ts';
import { addressRrsets, splitFamilies } from '../answers/answer.ts';
import { isHostLabel, maxNameCharacters, tooLongMessage } from '../hostName.ts';
import { compareRrsets } from '../mergeRrsets.ts';
import { type ServiceContext, ttlOf } from '../serviceContext.ts';
import { answersEndpoints } from './endpointNames.ts';

/**
 * Names of a headless Service that hold the endpoints of one topology zone only: `<zone>.pin._zone.<service>…`, and
 * `<zone>.prefer._zone.<service>…`, which holds all endpoints while the zone has none that is ready. Only zones in which the Service has an
 * endpoint, ready or not, have these names: a zone file cannot answer for zones it does not know.
 */
export const zonalNames = (context: ServiceContext): readonly Rrset[] => {
  const { service, options } = context;
  if (!options.zonalNames || service.kind !== 'headless' || !answersEndpoints(context)) return [];
  const ready = context.endpoints();
  const at = (name: string, addresses: readonly string[]): Rrset[] =>
    isTooLong(context, name)
      ? []
      : addressRrsets(name, { ...splitFamilies(addresses), alias: '' }, ttlOf(context, 'endpoints'));
  const rrsets = knownZones(context).flatMap((zone) => {
    const inZone = ready
      .filter((endpoint) => endpoint.zone.toLowerCase() === zone)
      .map(({ address }) => address);
    const preferred = inZone.length > 0 ? inZone : ready.map(({ address }) => address);
    const below = `_zone.${context.name}`;
    return [...at(`${zone}.pin.${below}`, inZone), ...at(`${zone}.prefer.${below}`, preferred)];
  });
  return rrsets.sort(compareRrsets);
};

const knownZones = ({ snapshot }: ServiceContext): readonly string[] => {
  const zones = new Set(
    snapshot.slices.flatMap(({ endpoints }) => endpoints.map(({ zone }) => zone.toLowerCase())),
  );
  return [...zones].filter((zone) => zone.split('.').every(isHostLabel));
};

const isTooLong = ({ problems, object }: ServiceContext, name: string): boolean => {
  if (name.length <= maxNameCharacters) return false;
  problems.push({
    kind: 'name-too-long',
    object,
    message: tooLongMessage(name, objectRefText(object)),
  });
  return true;
};
