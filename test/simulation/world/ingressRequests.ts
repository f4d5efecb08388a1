import { hostRequests } from './hostRequests.ts';
import { at, type Json, list, textAt } from './json.ts';
import type { OracleRules } from './oracle.ts';
import type { Request } from './requests.ts';

/** The hosts of an Ingress's rules, at the addresses of its status (SOURCES.md I1, I2). */
export const ingressRequests = (json: Json, rules: OracleRules): readonly Request[] => {
  const addresses = list(at(json, 'status', 'loadBalancer', 'ingress')).map((entry) => textAt(entry, 'ip'));
  const hosts = list(at(json, 'spec', 'rules')).map((rule) => textAt(rule, 'host'));
  return hostRequests(json, { kind: 'Ingress', hosts, addresses }, rules);
};
