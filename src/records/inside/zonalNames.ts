import type { DomainName } from '../../dns/rrset.ts';
import { objectRefText } from '../../model/objectRef.ts';
import { addressRrsets, splitFamilies } from '../answers/answer.ts';
import { type TopologyZones, topologyZones } from '../answers/topologyZones.ts';
import { maxNameCharacters, tooLongMessage } from '../hostName.ts';
import { type MadeRrsets, noRrsets } from '../madeRrsets.ts';
import { compareRrsets } from '../mergeRrsets.ts';
import { type ServiceContext, ttlOf } from '../serviceContext.ts';
import type { RecordProblem } from '../serviceRecords.ts';

/**
 * Names of a headless Service that hold the endpoints of one topology zone only: `<topology
 * zone>.pin._zone.<service>…`, and `<topology zone>.prefer._zone.<service>…`, which holds all endpoints while
 * the topology zone has none that is ready. Only topology zones in which the Service has an endpoint, ready
 * or not, have these names: a zone file cannot answer for those it does not know.
 */
export const zonalNames = (context: ServiceContext): MadeRrsets => {
  const zones = topologyZones(context);
  if (zones.found === 0) return noRrsets;
  const ttlSeconds = ttlOf(context, 'endpoints');
  const named = namesOfTopologyZones(context, zones.names);
  const fitting = named.filter(({ name }) => name.length <= maxNameCharacters);
  const rrsets = fitting.flatMap(({ name, addresses }) =>
    addressRrsets(name, { ...splitFamilies(addresses), alias: '' }, ttlSeconds),
  );
  const tooLong = named.filter(({ name }) => name.length > maxNameCharacters);
  const problems = tooLong.map(({ name }) => tooLongName(context, name));
  return {
    rrsets: rrsets.sort(compareRrsets),
    problems: zones.found > zones.names.length ? [...problems, tooManyZones(context, zones)] : problems,
  };
};

type ZonalName = { readonly name: DomainName; readonly addresses: readonly string[] };

const namesOfTopologyZones = (context: ServiceContext, zones: readonly string[]): readonly ZonalName[] => {
  const { endpoints } = context.endpoints();
  const all = endpoints.map(({ address }) => address);
  const byZone = Map.groupBy(endpoints, ({ topologyZone }) => topologyZone.toLowerCase());
  const below = `_zone.${context.name}`;
  return zones.flatMap((zone) => {
    const inZone = (byZone.get(zone) ?? []).map(({ address }) => address);
    return [
      { name: `${zone}.pin.${below}`, addresses: inZone },
      { name: `${zone}.prefer.${below}`, addresses: inZone.length > 0 ? inZone : all },
    ];
  });
};

const tooManyZones = (
  { object, options }: ServiceContext,
  { names, found }: TopologyZones,
): RecordProblem => {
  const needed = `needed at most ${options.maxTopologyZones} of one Service (--max-topology-zones); ${names.length} have names`;
  const message = `Cannot publish all topology zones of ${objectRefText(object)}: found ${found}, ${needed}`;
  return { kind: 'too-many-topology-zones', object, message };
};

const tooLongName = ({ object }: ServiceContext, name: DomainName): RecordProblem => {
  return { kind: 'name-too-long', object, message: tooLongMessage(name, objectRefText(object)) };
};
