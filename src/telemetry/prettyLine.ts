import { visibleLines, visibleText } from '../model/visibleText.ts';
import { sentences } from './sentences.ts';

/** How a line looks: with colours or not, and with the time of day or the level that the journal reads. */
export type PrettyStyle = { readonly color: boolean; readonly prefix: 'time' | 'syslog' };

/** Severities of syslog (RFC 5424 §6.2.1). */
const SYSLOG: ReadonlyMap<string, number> = new Map(
  Object.entries({ trace: 7, debug: 7, info: 6, warn: 4, error: 3 }),
);
const COLORS: ReadonlyMap<string, number> = new Map(
  Object.entries({ trace: 90, debug: 90, info: 32, warn: 33, error: 31 }),
);
const DIM = 2;

/**
 * One JSON log line for a reader: `12:34:56 info  Zone claimed  zone=k8s.example. epoch=3`, or a sentence in
 * place of message and fields; empty where a reader needs none.
 */
export const prettyLine = (json: string, { color, prefix }: PrettyStyle): string => {
  const { level, time, message, ...fields } = JSON.parse(json) as Readonly<Record<string, unknown>>;
  const label = String(level);
  const paint = (code: number, text: string): string => (color ? `\u001b[${code}m${text}\u001b[0m` : text);
  const pairs = Object.entries(fields).filter(([key]) => key !== 'error');
  const head =
    prefix === 'syslog'
      ? `<${SYSLOG.get(label) ?? 6}>`
      : `${paint(DIM, clockTime(String(time)))} ${paint(COLORS.get(label) ?? 0, label.padEnd(5))} `;
  const said = sentences(String(message), fields);
  if (said !== undefined) return said.map((line) => `${head}${visibleText(line)}\n`).join('');
  const facts = pairs.map(([key, value]) => ` ${paint(DIM, `${key}=`)}${fieldText(value)}`).join('');
  return `${head}${visibleText(String(message))}${facts === '' ? '' : ` ${facts}`}${errorText(fields['error'])}\n`;
};

/** Local time of day of an ISO time. */
const clockTime = (iso: string): string => new Date(iso).toTimeString().slice(0, 'hh:mm:ss'.length);

const fieldText = (value: unknown): string => {
  if (typeof value === 'string') return /^[^\s"=\p{C}]+$/u.test(value) ? value : jsonText(value);
  if (Array.isArray(value) && value.every((item) => typeof item === 'string' && !/[\s,]/.test(item)))
    return visibleText(value.join(','));
  return jsonText(value);
};

const jsonText = (value: unknown): string => visibleText(JSON.stringify(value));

const errorText = (error: unknown): string => {
  if (typeof error !== 'object' || error === null) return error === undefined ? '' : `: ${fieldText(error)}`;
  const { message, stack, cause } = error as Readonly<Record<string, unknown>>;
  const text =
    typeof stack === 'string'
      ? `\n  ${visibleLines(stack).replaceAll('\n', '\n  ')}`
      : `: ${visibleText(String(message))}`;
  return cause === undefined ? text : `${text}${errorText(cause)}`;
};
