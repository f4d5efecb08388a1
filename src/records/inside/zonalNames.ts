import type { DomainName } from '../../dns/rrset.ts';
import { objectRefText } from '../../model/objectRef.ts';
import { addressRrsets, splitFamilies } from '../answers/answer.ts';
import { isHostLabel, maxNameCharacters, tooLongMessage } from '../hostName.ts';
import { type MadeRrsets, noRrsets } from '../madeRrsets.ts';
import { compareRrsets } from '../mergeRrsets.ts';
import { type ServiceContext, ttlOf } from '../serviceContext.ts';
import type { RecordProblem } from '../serviceRecords.ts';
import { answersEndpoints } from './endpointNames.ts';

/**
 * Names of a headless Service that hold the endpoints of one topology zone only: `<topology
 * zone>.pin._zone.<service>…`, and `<topology zone>.prefer._zone.<service>…`, which holds all endpoints while
 * the topology zone has none that is ready. Only topology zones in which the Service has an endpoint, ready
 * or not, have these names: a zone file cannot answer for those it does not know.
 */
export const zonalNames = (context: ServiceContext): MadeRrsets => {
  const { service, options } = context;
  if (!options.zonalNames || service.kind !== 'headless' || !answersEndpoints(context)) return noRrsets;
  const ttlSeconds = ttlOf(context, 'endpoints');
  const named = knownTopologyZones(context).flatMap((topologyZone) =>
    namesOfTopologyZone(context, topologyZone),
  );
  const fitting = named.filter(({ name }) => name.length <= maxNameCharacters);
  const rrsets = fitting.flatMap(({ name, addresses }) =>
    addressRrsets(name, { ...splitFamilies(addresses), alias: '' }, ttlSeconds),
  );
  const tooLong = named.filter(({ name }) => name.length > maxNameCharacters);
  return {
    rrsets: rrsets.sort(compareRrsets),
    problems: tooLong.map(({ name }) => tooLongName(context, name)),
  };
};

type ZonalName = { readonly name: DomainName; readonly addresses: readonly string[] };

const namesOfTopologyZone = (context: ServiceContext, topologyZone: string): readonly ZonalName[] => {
  const { endpoints } = context.endpoints();
  const inZone = endpoints.filter((endpoint) => endpoint.topologyZone.toLowerCase() === topologyZone);
  const preferred = inZone.length > 0 ? inZone : endpoints;
  const below = `_zone.${context.name}`;
  return [
    { name: `${topologyZone}.pin.${below}`, addresses: inZone.map(({ address }) => address) },
    { name: `${topologyZone}.prefer.${below}`, addresses: preferred.map(({ address }) => address) },
  ];
};

const knownTopologyZones = ({ snapshot }: ServiceContext): readonly string[] => {
  const zones = new Set(
    snapshot.slices.flatMap(({ endpoints }) =>
      endpoints.map(({ topologyZone }) => topologyZone.toLowerCase()),
    ),
  );
  return [...zones].filter((zone) => zone.split('.').every(isHostLabel));
};

const tooLongName = ({ object }: ServiceContext, name: DomainName): RecordProblem => {
  return { kind: 'name-too-long', object, message: tooLongMessage(name, objectRefText(object)) };
};
