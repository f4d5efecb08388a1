import { hostRequests } from './hostRequests.ts';
import { at, type Json, list, textAt, texts } from './json.ts';
import type { Cluster, OracleRules } from './oracle.ts';
import type { Request } from './requests.ts';

/**
 * The hosts of a route at the addresses of its Gateway, once the route and the listener are accepted
 * (SOURCES.md G1, G2, G5); the one listener has no host of its own and takes routes of all namespaces.
 * Nothing is asked for without the Gateway (case 15).
 */
export const routeRequests = (json: Json, { gateways }: Cluster, rules: OracleRules): readonly Request[] => {
  const [gateway] = gateways;
  if (gateway === undefined) return [];
  const addresses = isRouteAccepted(json) ? gatewayAddresses(gateway) : [];
  const hosts = texts(at(json, 'spec', 'hostnames'));
  return hostRequests(json, { kind: 'HTTPRoute', hosts, addresses }, rules);
};

export const isRouteAccepted = (json: Json): boolean =>
  list(at(json, 'status', 'parents')).some(hasAccepted('True'));

/** What its routes have; none while its listener is refused. */
export const gatewayAddresses = (gateway: Json): readonly string[] =>
  list(at(gateway, 'status', 'listeners')).some(hasAccepted('False'))
    ? []
    : list(at(gateway, 'status', 'addresses')).map((entry) => textAt(entry, 'value'));

const hasAccepted =
  (status: string) =>
  (json: Json): boolean =>
    list(json['conditions']).some(
      (condition) => condition['type'] === 'Accepted' && condition['status'] === status,
    );
