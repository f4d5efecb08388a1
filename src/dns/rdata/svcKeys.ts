/** Keys that have a name (RFC 9460 §14.3.2, RFC 9461 §5), by their numbers. */
export const svcKeys = {
  mandatory: 0,
  alpn: 1,
  'no-default-alpn': 2,
  port: 3,
  ipv4hint: 4,
  ech: 5,
  ipv6hint: 6,
  dohpath: 7,
} as const;

const numbers: ReadonlyMap<string, number> = new Map(Object.entries(svcKeys));
const names: ReadonlyMap<number, string> = new Map([...numbers].map(([name, key]) => [key, name]));

/**
 * How a key is written: its name, or `key8`. `dohpath` by its number as well, as BIND writes it: programs
 * that do not know the name read that too.
 */
export const svcKeyText = (key: number): string =>
  key === svcKeys.dohpath ? `key${key}` : (names.get(key) ?? `key${key}`);

/** The number of a key by its name, or by its number (`key3`); undefined for anything else. */
export const svcKeyOf = (text: string): number | undefined => {
  const digits = /^key(0|[1-9]\d{0,4})$/.exec(text)?.[1];
  if (digits === undefined) return numbers.get(text);
  return Number(digits) <= 0xffff ? Number(digits) : undefined;
};
