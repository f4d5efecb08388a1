import { type ObjectRef, objectRefText, refOfService } from '../model/objectRef.ts';
import type { Service } from '../model/service.ts';
import type { ServiceSnapshot } from '../model/serviceSnapshot.ts';
import { usesNodes } from './answers/usesNodes.ts';
import { noProblems } from './joinProblems.ts';
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

export type MadeSettings = { readonly settings: Settings; readonly problems: readonly RecordProblem[] };

export const settingsOf = ({ service }: ServiceSnapshot, options: RecordOptions): MadeSettings => {
  const { srvPriority, srvWeight } = options;
  if (Object.keys(service.annotations).length === 0) {
    const settings = { ignore: false, addresses: undefined, ttlSeconds: undefined, srvPriority, srvWeight };
    return { settings, problems: noProblems };
  }
  const problems: RecordProblem[] = [];
  const read = <T>(name: string, parse: (text: string) => T | undefined, needed: string): T | undefined => {
    const annotation = annotationPrefix + name;
    const text = service.annotations[annotation];
    if (text === undefined) return undefined;
    const value = parse(text);
    if (value === undefined)
      problems.push(invalidAnnotation(refOfService(service), annotation, text, needed));
    return value;
  };
  const settings = {
    ignore: read('ignore', parseBoolean, 'true or false') ?? false,
    addresses: read('addresses', (text) => parsePolicy(text, options), neededPolicy(options)),
    ttlSeconds: ttlOf(service, problems),
    srvPriority: read('srv-priority', parseUint16, neededUint16) ?? srvPriority,
    srvWeight: read('srv-weight', parseUint16, neededUint16) ?? srvWeight,
  };
  return { settings, problems };
};

const neededUint16 = 'a number from 0 to 65535';

const ttlOf = (service: Service, problems: RecordProblem[]): number | undefined => {
  const text = service.annotations[ttlAnnotation];
  if (text === undefined) return undefined;
  const parsed = readTtlAnnotation(refOfService(service), ttlAnnotation, text);
  if (typeof parsed === 'number') return parsed;
  problems.push(parsed);
  return undefined;
};

/** The TTL in seconds, or why it is none: in the words that `--ttl` has for the same text. */
export const readTtlAnnotation = (
  object: ObjectRef,
  annotation: string,
  text: string,
): number | RecordProblem => {
  const parsed = parseTtl(text);
  if (parsed.kind === 'ttl') return parsed.ttlSeconds;
  return {
    kind: 'invalid-annotation',
    object,
    message: `Cannot use annotation ${annotation} "${text}" of ${objectRefText(object)}: found ${parsed.found}, needed ${parsed.needed}`,
  };
};

/** `true` or `false` in any case; undefined for anything else. */
export const parseBoolean = (text: string): boolean | undefined => {
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
  object: ObjectRef,
  annotation: string,
  text: string,
  needed: string,
): RecordProblem => ({
  kind: 'invalid-annotation',
  object,
  message: `Cannot use annotation ${annotation} of ${objectRefText(object)}: found "${text}", needed ${needed}`,
});
