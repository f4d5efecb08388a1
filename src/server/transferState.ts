import { assertNever } from '../assertNever.ts';

/**
 * The order of records in a zone transfer, as a state machine over one record after the other.
 *
 * ```
 *             SOA n            other record, or AXFR
 *   start ───────────▶ opened ─────────────────────▶ full ──SOA n──▶ complete
 *                        │ SOA old (IXFR only)          │ ▲
 *                        ▼                              └─┘ record: add
 *                     deleting ──SOA──▶ adding ──SOA n, when n was reached──▶ complete
 *                        ▲  record: remove   │  record: add
 *                        └───────SOA─────────┘
 * ```
 * AXFR: RFC 5936 §2.2. IXFR: RFC 1995 §4; a lone SOA that is not newer than the one asked about means
 * "unchanged". The first changes are those from the serial that was asked about, and each leads on to a newer
 * one. What does not is malformed: an empty zone, or half of its changes, must not come of a server's
 * mistake.
 */
export type TransferState =
  | { readonly kind: 'start' }
  | { readonly kind: 'opened'; readonly serial: number }
  | { readonly kind: 'full'; readonly serial: number }
  /** `from`: the serial whose records these are. */
  | { readonly kind: 'deleting'; readonly serial: number; readonly from: number }
  | { readonly kind: 'adding'; readonly serial: number; readonly reached: number }
  | { readonly kind: 'complete'; readonly serial: number; readonly mode: TransferMode }
  | { readonly kind: 'malformed'; readonly reason: string };

export type TransferMode = 'full' | 'incremental' | 'unchanged';

/**
 * What one record means: it belongs to the zone's new content, it left the zone, or it only moves the state.
 */
export type TransferAction = 'add' | 'remove' | 'beginFull' | 'beginFullAndAdd' | 'beginIncremental' | 'none';

export type TransferStep = { readonly state: TransferState; readonly action: TransferAction };

/**
 * @param soaSerial serial when the record is a SOA, otherwise undefined
 * @param fromSerial the serial an IXFR asked from; undefined for AXFR
 */
export const nextTransferState = (
  state: TransferState,
  soaSerial: number | undefined,
  fromSerial: number | undefined,
): TransferStep => {
  switch (state.kind) {
    case 'start':
      return start(soaSerial, fromSerial);
    case 'opened':
      return opened(state.serial, soaSerial, fromSerial);
    case 'full':
      if (soaSerial === undefined) return { state, action: 'add' };
      if (soaSerial !== state.serial)
        return malformed(`SOA ${soaSerial} inside a transfer of serial ${state.serial}`);
      return complete(state.serial, 'full');
    case 'deleting':
      if (soaSerial === undefined) return { state, action: 'remove' };
      if (!isNewer(soaSerial, state.from) || isNewer(soaSerial, state.serial))
        return malformed(`changes from serial ${state.from} to ${soaSerial}, on the way to ${state.serial}`);
      return { state: { kind: 'adding', serial: state.serial, reached: soaSerial }, action: 'none' };
    case 'adding':
      if (soaSerial === undefined) return { state, action: 'add' };
      if (soaSerial !== state.reached)
        return malformed(`SOA ${soaSerial} after the changes to serial ${state.reached}`);
      if (soaSerial === state.serial) return complete(state.serial, 'incremental');
      return { state: { kind: 'deleting', serial: state.serial, from: soaSerial }, action: 'none' };
    case 'complete':
      // Some servers send all of a zone that went back to an older serial; it is asked for apart.
      if (state.mode === 'unchanged' && state.serial !== fromSerial) return { state, action: 'none' };
      return malformed('records after the closing SOA');
    case 'malformed':
      return { state, action: 'none' };
    default:
      return assertNever(state);
  }
};

const start = (soaSerial: number | undefined, fromSerial: number | undefined): TransferStep => {
  if (soaSerial === undefined) return malformed('the first record is not a SOA');
  if (fromSerial !== undefined && !isNewer(soaSerial, fromSerial)) return complete(soaSerial, 'unchanged');
  return { state: { kind: 'opened', serial: soaSerial }, action: 'none' };
};

const opened = (
  serial: number,
  soaSerial: number | undefined,
  fromSerial: number | undefined,
): TransferStep => {
  if (soaSerial === undefined) return { state: { kind: 'full', serial }, action: 'beginFullAndAdd' };
  if (fromSerial !== undefined && soaSerial !== serial) {
    if (soaSerial !== fromSerial)
      return malformed(`changes from serial ${soaSerial}, asked for were those from ${fromSerial}`);
    return { state: { kind: 'deleting', serial, from: soaSerial }, action: 'beginIncremental' };
  }
  if (soaSerial !== serial) return malformed(`SOA ${soaSerial} inside a transfer of serial ${serial}`);
  return { state: { kind: 'complete', serial, mode: 'full' }, action: 'beginFull' };
};

const complete = (serial: number, mode: TransferMode): TransferStep => ({
  state: { kind: 'complete', serial, mode },
  action: 'none',
});

const malformed = (reason: string): TransferStep => ({
  state: { kind: 'malformed', reason },
  action: 'none',
});

/** Serial number arithmetic (RFC 1982 §3.2): is `a` after `b`? */
export const isNewer = (a: number, b: number): boolean => a !== b && (a - b) >>> 0 < 0x8000_0000;
