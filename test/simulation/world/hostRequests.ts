import { addressRrsets } from './addressRrsets.ts';
import { unique } from './joinRrsets.ts';
import { type Json, textAt } from './json.ts';
import type { OracleRules } from './oracle.ts';
import type { Request } from './requests.ts';

const ttlSeconds = 30;

/** The hosts that an object may have, at these addresses. */
export const hostRequests = (
  json: Json,
  { kind, hosts, addresses }: { kind: string; hosts: readonly string[]; addresses: readonly string[] },
  rules: OracleRules,
): readonly Request[] => {
  const namespace = textAt(json, 'metadata', 'namespace');
  const who = {
    kind,
    namespace,
    name: textAt(json, 'metadata', 'name'),
    created: textAt(json, 'metadata', 'creationTimestamp'),
    isAlias: false,
  };
  return unique(hosts.map((host) => `${host}.`))
    .filter((host) => rules.mayRoute(namespace, host))
    .map((host) => ({ who, base: host, rrsets: addressRrsets(host, addresses, ttlSeconds) }));
};
