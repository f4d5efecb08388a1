import { unique } from './joinRrsets.ts';
import type { OracleRules } from './oracle.ts';
import type { Service } from './readService.ts';
import type { Request } from './requests.ts';
import { serviceRrsets } from './serviceRrsets.ts';

/** The short name of a Service, and the names that its annotation asks for. */
export const serviceRequests = (service: Service, own: string, rules: OracleRules): readonly Request[] => {
  const { namespace, name, created, hostnames } = service;
  const who = { kind: 'Service', namespace, name, created, isAlias: service.alias !== undefined };
  const short = rules.shortNames.includes(namespace) ? [`${name}.${rules.zone}`] : [];
  const byAnnotation = hostnames.map((host) => `${host}.`).filter((host) => rules.mayAsk(namespace, host));
  return unique([...short, ...byAnnotation]).map((base) => ({
    who,
    base,
    rrsets: serviceRrsets(service, base, own),
  }));
};
