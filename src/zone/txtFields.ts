import type { Rdata } from '../dns/rrset.ts';

/**
 * The `key=value` character-strings that claims and markers are made of, as TXT RDATA text: `"k8s-bind=1"
 * "owner=…"`. Values hold no quotes and no backslashes; each string has at most 255 octets, so a long value
 * continues in further strings of the same key.
 */
export type TxtFields = Readonly<Record<string, string>>;

/** First field of every TXT this program writes: the version of the schema. */
export const schemaVersion = '1';
const schemaKey = 'k8s-bind';
const firstString = `"${schemaKey}=${schemaVersion}"`;
const maxStringOctets = 255;

export const formatTxtFields = (fields: TxtFields): Rdata =>
  [[schemaKey, schemaVersion] as const, ...Object.entries(fields)]
    .flatMap(([key, value]) =>
      splitValue(value, maxStringOctets - key.length - 1).map((part) => `"${key}=${part}"`),
    )
    .join(' ');

const splitValue = (value: string, size: number): string[] => {
  const parts: string[] = [];
  for (let at = 0; at === 0 || at < value.length; at += size) parts.push(value.slice(at, at + size));
  return parts;
};

/**
 * Undefined when the RDATA is not of this program's making, or of a schema it does not know. A start reads
 * tens of thousands of these, so text that cannot be ours is passed over at once, and nothing is matched.
 */
export const parseTxtFields = (rdata: Rdata): TxtFields | undefined => {
  if (!rdata.startsWith(firstString) || rdata.includes('\\')) return undefined;
  const fields = new Map<string, string>();
  const parts = rdata.split('"');
  for (let at = 1; at < parts.length - 1; at += 2) {
    const part = parts[at] ?? '';
    const end = part.indexOf('=');
    if (end <= 0) continue;
    const key = part.slice(0, end);
    fields.set(key, (fields.get(key) ?? '') + part.slice(end + 1));
  }
  return fields.get(schemaKey) === schemaVersion ? Object.fromEntries(fields) : undefined;
};
