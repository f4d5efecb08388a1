import type { Problem } from '../telemetry/problem.ts';
import { durationText } from '../telemetry/spells.ts';
import type { UnitKey } from '../zone/unit.ts';
import type { Link } from './explanation.ts';
import type { KnownZone, WrittenMessage } from './known.ts';
import { link } from './link.ts';
import { timeText } from './timeText.ts';

/** The message that wrote a unit, and the serial with which it was read. */
export const messageLinks = (
  unit: UnitKey,
  zone: KnownZone,
  { nowMs, limit }: { readonly nowMs: number; readonly limit: Problem | undefined },
): readonly Link[] => {
  const message = zone.written(unit);
  const { standing, ledger } = zone.parts;
  const read = ledger.unconfirmed().has(unit) ? 'acknowledged, and not read back yet' : 'read back';
  const part = limit === undefined ? '' : `; ${limit.message}`;
  return [
    message === undefined
      ? link('message', '', `${unknownMessage(zone)}${part}`)
      : { ...link('message', '', `${messageText(message, nowMs)}${part}`), atMs: message.atMs },
    link('serial', String(standing.mirror()?.serial ?? 0), read),
  ];
};

const unknownMessage = ({ isKept }: KnownZone): string =>
  isKept
    ? 'the zone held it before the last messages of this process'
    : 'the zone holds it; by which message, a daemon may know';

const messageText = (
  { number, atMs, added, removed, octets, durationMs }: WrittenMessage,
  nowMs: number,
): string =>
  `UPDATE ${number} of this process, ${durationText(nowMs - atMs)} ago at ${timeText(atMs)}: ${added} records added, ${removed} removed, ${octets} octets, taken within ${Math.ceil(durationMs)} ms`;
