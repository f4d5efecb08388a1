import type { ModelBind } from './modelBind.ts';
import { inReverseTerritory, pointerName } from './zones.ts';

/**
 * PTRs of ours that point at a name without their address: without a fault there is none at any moment, since
 * a name comes before its PTR and goes after it (RECORDS.md 24).
 */
export const danglingPointers = (forward: ModelBind, reverse: ModelBind): readonly string[] =>
  reverse
    .records()
    .filter(({ name, type }) => type === 'PTR' && inReverseTerritory(name))
    .filter(({ name, rdata }) => !forward.at(rdata).some((record) => pointerName(record.rdata) === name))
    .map(({ name, rdata }) => `${name} points at ${rdata}, which has not this address`);
