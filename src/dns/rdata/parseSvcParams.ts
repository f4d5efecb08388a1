import { Buffer } from 'node:buffer';
import { octetsOfField } from './splitFields.ts';
import { svcKeyOf, svcKeys, svcKeyText } from './svcKeys.ts';
import { mandatoryKeys, svcValues } from './svcValues.ts';

/** One parameter of a service binding (RFC 9460 §2.1), `value` as on the wire. */
export type SvcParam = { readonly key: number; readonly value: Buffer };

export type ParsedSvcParams =
  | { readonly kind: 'params'; readonly params: readonly SvcParam[] }
  /** `needed` says what was missing. */
  | { readonly kind: 'invalid'; readonly needed: string };

/** Reads parameters in any order; they come out in the order of their keys (RFC 9460 §2.2). */
export const parseSvcParams = (fields: readonly string[]): ParsedSvcParams => {
  const params: SvcParam[] = [];
  for (const field of fields) {
    const param = parseParam(field);
    if (typeof param === 'string') return { kind: 'invalid', needed: param };
    params.push(param);
  }
  params.sort((a, b) => a.key - b.key);
  const needed = neededBeside(params);
  return needed === undefined ? { kind: 'params', params } : { kind: 'invalid', needed };
};

/** Canonical text, a blank before each; undefined for what no writer may write together. */
export const formatSvcParams = (params: readonly SvcParam[]): string | undefined => {
  if (neededBeside(params) !== undefined) return undefined;
  const texts = params.map(formatParam);
  return texts.includes(undefined) ? undefined : texts.map((text) => ` ${text}`).join('');
};

const formatParam = ({ key, value }: SvcParam): string | undefined => {
  const text = svcValues(key).format(value);
  if (text === undefined) return undefined;
  return text === '' ? svcKeyText(key) : `${svcKeyText(key)}=${text}`;
};

/** `key`, `key=value` or `key="value"`; a text says what was needed. */
const parseParam = (field: string): SvcParam | string => {
  const [, name = field, text = ''] = /^([^=]*)=([^]*)$/.exec(field) ?? [];
  const key = svcKeyOf(name);
  if (key === undefined) return 'keys of RFC 9460 in lower case, or key0 to key65535';
  const written = text === '' ? Buffer.alloc(0) : octetsOfField(text);
  const { parse, format, needed } = svcValues(key);
  // By its number a key takes octets as they are (RFC 9460 §2.1).
  const value = written && (name.startsWith('key') ? written : parse(written));
  if (value === undefined || format(value) === undefined) return `for ${name} ${needed}`;
  return { key, value };
};

/**
 * What parameters in the order of their keys lack to stand together (RFC 9460 §2.2, §7.1.1, §8); undefined
 * when they may.
 */
const neededBeside = (params: readonly SvcParam[]): string | undefined => {
  const keys = params.map(({ key }) => key);
  if (keys.some((key, index) => index > 0 && key <= (keys[index - 1] ?? 0))) return 'each key once';
  const [first] = params;
  const mandatory = first?.key === svcKeys.mandatory ? mandatoryKeys(first.value) : [];
  const missing = mandatory.find((key) => !keys.includes(key));
  if (missing !== undefined) return `${svcKeyText(missing)}, which is mandatory`;
  const hasAlpn = keys.includes(svcKeys.alpn) || !keys.includes(svcKeys['no-default-alpn']);
  return hasAlpn ? undefined : 'alpn beside no-default-alpn';
};
