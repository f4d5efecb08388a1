import { addressRrsets } from './addressRrsets.ts';
import { unique } from './joinRrsets.ts';
import { at, type Json, list, textAt } from './json.ts';
import type { OracleRules } from './oracle.ts';
import type { Request } from './requests.ts';

const ttlSeconds = 30;

/** The hosts of an Ingress's rules, at the addresses of its status (SOURCES.md I1, I2). */
export const ingressRequests = (json: Json, rules: OracleRules): readonly Request[] => {
  const namespace = textAt(json, 'metadata', 'namespace');
  const who = {
    kind: 'Ingress',
    namespace,
    name: textAt(json, 'metadata', 'name'),
    created: textAt(json, 'metadata', 'creationTimestamp'),
    isAlias: false,
  };
  const addresses = list(at(json, 'status', 'loadBalancer', 'ingress')).map((entry) => textAt(entry, 'ip'));
  const hosts = list(at(json, 'spec', 'rules')).map((rule) => `${textAt(rule, 'host')}.`);
  return unique(hosts)
    .filter((host) => rules.mayRoute(namespace, host))
    .map((host) => ({ who, base: host, rrsets: addressRrsets(host, addresses, ttlSeconds) }));
};
