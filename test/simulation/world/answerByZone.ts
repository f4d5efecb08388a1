import type { Buffer } from 'node:buffer';
import { decodeMessage } from '../../../src/dns/decodeMessage.ts';
import type { NameServer } from './nameServer.ts';
import type { SimulatedZone } from './simulatedZone.ts';

/** The server's answer, from the zone that the question is about. */
export const answerByZone =
  (zones: readonly [SimulatedZone, ...SimulatedZone[]]): NameServer['answer'] =>
  (octets, from) =>
    zoneOf(zones, octets).server.answer(octets, from);

const zoneOf = (zones: readonly [SimulatedZone, ...SimulatedZone[]], octets: Buffer): SimulatedZone => {
  const [first, ...others] = zones;
  if (others.length === 0) return first;
  const message = decodeMessage(octets);
  const name = message.kind === 'message' ? (message.questions[0]?.name ?? '') : '';
  return others.find((zone) => name === zone.name || name.endsWith(`.${zone.name}`)) ?? first;
};
