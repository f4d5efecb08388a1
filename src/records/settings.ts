import { type Service, serviceKey } from '../model/service.ts';
import type { ServiceSnapshot } from '../model/serviceSnapshot.ts';
import { usesNodes } from './answers/usesNodes.ts';
import { parseTtl } from './parseTtl.ts';
import { type AddressPolicy, addressPolicyNames, type RecordOptions } from './recordOptions.ts';
import type { RecordProblem } from './serviceRecords.ts';

/** Prefix of the annotations that are this program's own. */
export const annotationPrefix = 'k8s-bind.io/';
const ttlAnnotation = `${annotationPrefix}ttl`;

/**
 * What a Service's own annotations (`k8s-bind.io/…`) ask for; a value that cannot be used counts as absent
 * and is a problem.
 */
export type Settings = {
  readonly ignore: boolean;
  readonly addresses: AddressPolicy | undefined;
  readonly ttlSeconds: number | undefined;
  readonly srvPriority: number;
  readonly srvWeight: number;
};

export const settingsOf = (
  { service }: ServiceSnapshot,
  options: RecordOptions,
  problems: RecordProblem[],
): Settings => {
  const { srvPriority, srvWeight } = options;
  if (Object.keys(service.annotations).length === 0)
    return { ignore: false, addresses: undefined, ttlSeconds: undefined, srvPriority, srvWeight };
  const read = <T>(name: string, parse: (text: string) => T | undefined, needed: string): T | undefined => {
    const annotation = annotationPrefix + name;
    const text = service.annotations[annotation];
    if (text === undefined) return undefined;
    const value = parse(text);
    if (value === undefined) problems.push(invalidAnnotation(serviceKey(service), annotation, text, needed));
    return value;
  };
  return {
    ignore: read('ignore', parseBoolean, 'true or false') ?? false,
    addresses: read('addresses', (text) => parsePolicy(text, options), neededPolicy(options)),
    ttlSeconds: ttlOf(service, problems),
    srvPriority: read('srv-priority', parseUint16, neededUint16) ?? srvPriority,
    srvWeight: read('srv-weight', parseUint16, neededUint16) ?? srvWeight,
  };
};

const neededUint16 = 'a number from 0 to 65535';

const ttlOf = (service: Service, problems: RecordProblem[]): number | undefined => {
  const text = service.annotations[ttlAnnotation];
  if (text === undefined) return undefined;
  const parsed = readTtlAnnotation(serviceKey(service), ttlAnnotation, text);
  if (typeof parsed === 'number') return parsed;
  problems.push(parsed);
  return undefined;
};

/** The TTL in seconds, or why it is none: in the words that `--ttl` has for the same text. */
export const readTtlAnnotation = (
  service: string,
  annotation: string,
  text: string,
): number | RecordProblem => {
  const parsed = parseTtl(text);
  if (parsed.kind === 'ttl') return parsed.ttlSeconds;
  return {
    kind: 'invalid-annotation',
    service,
    message: `Cannot use annotation ${annotation} "${text}" of Service ${service}: found ${parsed.found}, needed ${parsed.needed}`,
  };
};

const parseBoolean = (text: string): boolean | undefined => {
  const lower = text.trim().toLowerCase();
  return lower === 'true' ? true : lower === 'false' ? false : undefined;
};

/** `node` only where nodes are watched: otherwise the name would silently be empty. */
const parsePolicy = (text: string, options: RecordOptions): AddressPolicy | undefined => {
  const policy = addressPolicyNames.find((policy) => policy === text.trim());
  return policy === 'node' && !usesNodes(options) ? undefined : policy;
};

const neededPolicy = (options: RecordOptions): string =>
  usesNodes(options)
    ? addressPolicyNames.join(', ')
    : 'cluster-ip, endpoints or external (node needs --watch-nodes)';

const parseUint16 = (text: string): number | undefined => {
  const number = /^\d{1,5}$/.test(text.trim()) ? Number(text) : Number.NaN;
  return number <= 0xffff ? number : undefined;
};

export const invalidAnnotation = (
  service: string,
  annotation: string,
  text: string,
  needed: string,
): RecordProblem => ({
  kind: 'invalid-annotation',
  service,
  message: `Cannot use annotation ${annotation} of Service ${service}: found "${text}", needed ${needed}`,
});
