import type { DomainName, Rdata, Rrset } from '../../dns/rrset.ts';
import { objectRefText } from '../../model/objectRef.ts';
import { type Answer, addressRrsets, splitFamilies } from '../answers/answer.ts';
import { endpointPorts } from '../answers/headlessAnswer.ts';
import type { PublishedEndpoint } from '../answers/publishedEndpoints.ts';
import { hasZonalNames, otherZones, type TopologyZones, topologyZones } from '../answers/topologyZones.ts';
import { maxNameCharacters, tooLongMessage } from '../hostName.ts';
import { type MadeRrsets, noRrsets } from '../madeRrsets.ts';
import { compareRrsets } from '../mergeRrsets.ts';
import { type ServiceContext, ttlOf } from '../serviceContext.ts';
import type { RecordProblem } from '../serviceRecords.ts';
import { sortedUnique } from '../sortedUnique.ts';

/**
 * Names of a headless Service that hold the endpoints of one topology zone only: `<topology
 * zone>.pin._zone.<service>…` and `<topology zone>.prefer._zone.<service>…`. For every topology zone without
 * a ready endpoint a wildcard answers, known or not: `prefer` with all endpoints, `pin` with no data, for
 * which a TXT record stands there: wildcards that no rule has to allow, since nobody else has
 * names. None while no endpoint is ready, as then the Service's own name must not exist either.
 */
export const zonalNames = (context: ServiceContext): MadeRrsets => {
  if (!hasZonalNames(context) || context.endpoints().endpoints.length === 0) return noRrsets;
  const { endpoints } = context.endpoints();
  const zones = topologyZones(context, endpoints);
  const named = namesOfTopologyZones(context, zones.names);
  const fitting = named.filter(({ name }) => name.length <= maxNameCharacters);
  const tooLong = named.filter(({ name }) => name.length > maxNameCharacters);
  const problems = tooLong.map(({ name }) => tooLongName(context, name));
  return {
    rrsets: fitting.flatMap((zonal) => rrsetsAt(context, zonal)).sort(compareRrsets),
    problems: zones.found > zones.names.length ? [...problems, tooManyZones(context, zones)] : problems,
  };
};

/** `content` is undefined where no endpoint is ready. */
type ZonalName = { readonly name: DomainName; readonly content: ZonalContent | undefined };

type ZonalContent = Pick<Answer, 'ipv4' | 'ipv6'> & { readonly srv: readonly Rdata[] };

const namesOfTopologyZones = (context: ServiceContext, zones: readonly string[]): readonly ZonalName[] => {
  const { endpoints } = context.endpoints();
  const below = `_zone.${context.name}`;
  const byZone = Map.groupBy(endpoints, ({ topologyZone }) => topologyZone.toLowerCase());
  const all = contentOf(context, endpoints);
  const own = zones.flatMap((zone): readonly ZonalName[] => {
    const content = contentOf(context, byZone.get(zone) ?? []);
    return ['pin', 'prefer'].map((word) => ({ name: `${zone}.${word}.${below}`, content }));
  });
  const others = otherZones(zones).map((zone) => ({ name: `${zone}.prefer.${below}`, content: all }));
  const wildcards = otherZones(zones).filter((zone) => zone.startsWith('*'));
  const empty = wildcards.map((zone) => ({ name: `${zone}.pin.${below}`, content: undefined }));
  return [...own, ...others, ...empty];
};

/** SRV records stand at the name itself, as `--srv-at-service` has them at the Service's. */
const contentOf = (context: ServiceContext, endpoints: readonly PublishedEndpoint[]): ZonalContent => {
  const ports = context.options.srvAtService ? endpointPorts(context, endpoints).ports : [];
  const srv = ports.flatMap(({ target }) => (target.kind === 'elsewhere' ? target.rdatas : []));
  return {
    ...splitFamilies(
      context,
      endpoints.map(({ address }) => address),
    ),
    srv: sortedUnique(srv),
  };
};

const nothingPublished: readonly Rdata[] = ['"no endpoint of this topology zone is published"'];

const rrsetsAt = (context: ServiceContext, { name, content }: ZonalName): readonly Rrset[] => {
  const ttlSeconds = ttlOf(context, 'endpoints');
  if (content === undefined) return [{ name, type: 'TXT', ttlSeconds, rdatas: nothingPublished }];
  const addresses = addressRrsets(name, { ...content, alias: '' }, ttlSeconds);
  const { srv: rdatas } = content;
  return rdatas.length === 0 ? addresses : [...addresses, { name, type: 'SRV', ttlSeconds, rdatas }];
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
