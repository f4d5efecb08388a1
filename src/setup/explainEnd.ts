import { assertNever } from '../assertNever.ts';
import { EXIT_CODES } from '../config/exitCodes.ts';
import type { ZoneEnd } from '../controller/zoneEvent.ts';
import { claimName } from '../zone/claim.ts';

export type ExplainedEnd = {
  readonly message: string;
  readonly fields: Readonly<Record<string, unknown>>;
  readonly exitCode: number;
};

/** Why this process does not write a zone any more; undefined when it was asked to stop. */
export const explainEnd = (zone: string, end: ZoneEnd): ExplainedEnd | undefined => {
  switch (end.kind) {
    case 'stopped':
      return undefined;
    case 'converged':
      return explainRest(zone, end);
    case 'fenced':
      return {
        message: `Zone "${zone}" was taken over by ${end.by.holder}, which writes it now`,
        fields: { zone, owner: end.by.owner, epoch: end.by.epoch, holder: end.by.holder },
        exitCode: EXIT_CODES.fencedOut.code,
      };
    case 'foreignOwner':
      return {
        message: `Cannot write zone "${zone}": it belongs to owner ${end.claim.owner} (${end.claim.holder}), another zone or --owner ${end.claim.owner} is needed`,
        fields: { zone, owner: end.claim.owner, holder: end.claim.holder },
        exitCode: EXIT_CODES.notOurs.code,
      };
    case 'occupied':
      return {
        message: `Cannot claim zone "${zone}": ${end.total} records stand in the territory that would be ours, "k8s-bind adopt" takes them over after showing a diff`,
        fields: {
          zone,
          records: end.records.map(
            ({ name, ttlSeconds, type, rdata }) => `${name} ${ttlSeconds} ${type} ${rdata}`,
          ),
        },
        exitCode: EXIT_CODES.notOurs.code,
      };
    case 'unreadableClaim':
      return {
        message: `Cannot tell whose zone "${zone}" is: ${claimName(zone)} holds something else than one claim, a person must look`,
        fields: { zone, found: end.rdatas },
        exitCode: EXIT_CODES.notOurs.code,
      };
    default:
      return assertNever(end);
  }
};

const shownUnits = 10;

/** `--once` came to its end; undefined when nothing was left. */
const explainRest = (
  zone: string,
  { refused, heldBack }: Extract<ZoneEnd, { readonly kind: 'converged' }>,
): ExplainedEnd | undefined => {
  if (refused.length + heldBack.length === 0) return undefined;
  return {
    message: `Zone "${zone}" is in step but for ${refused.length} refused and ${heldBack.length} held back`,
    fields: { zone, refused: refused.slice(0, shownUnits), heldBack: heldBack.slice(0, shownUnits) },
    exitCode: EXIT_CODES.refused.code,
  };
};
