import { type Clock, systemClock } from '../clock.ts';
import { encodeQuery } from '../dns/query.ts';
import { signMessage } from '../dns/tsig/signMessage.ts';
import { createTransferVerifier, type TransferVerifier } from '../dns/tsig/transferVerifier.ts';
import type { Connect, Connection, ServerAddress } from './connection.ts';
import { createAnswerCheck } from './createAnswerCheck.ts';
import { createTransferReader, type TransferRequest } from './createTransferReader.ts';
import type { KeyRing } from './keyRing.ts';
import { mayHelpToRetry } from './signedExchange.ts';
import { type TransferLimits, transferLimits } from './transferLimits.ts';
import type { TransferResult, TransferSink } from './zoneClient.ts';

/**
 * Reads a zone, or its changes, over a connection of its own. Complete means: closed by its SOA, and every
 * message verified.
 */
export type Transfer = (request: TransferRequest, sink: TransferSink) => Promise<TransferResult>;

export type TransferDeps = {
  readonly connect: Connect;
  readonly server: ServerAddress;
  /** Undefined: transfers are not signed, the server allows them by address. */
  readonly keys: KeyRing | undefined;
  readonly nowSeconds: () => number;
  readonly randomId: () => number;
  readonly limits?: TransferLimits;
  readonly after?: Clock['after'];
};

/** Between two messages of one transfer. */
const silenceMs = 30_000;

/**
 * A server on the same host sends faster than we read, and what has come is read in one go: after so much
 * (about 10 ms of work) other things get their turn.
 */
const octetsAtOnce = 128 * 1024;

export const createTransfer =
  (deps: TransferDeps): Transfer =>
  async (request, sink) => {
    const result = await attempt(deps, request, sink);
    if (result.kind !== 'tsig-error' || deps.keys === undefined) return result;
    return mayHelpToRetry(result, deps.keys) ? attempt(deps, request, sink) : result;
  };

const attempt = (deps: TransferDeps, request: TransferRequest, sink: TransferSink): Promise<TransferResult> =>
  new Promise((resolve) => {
    const { zone, fromSerial } = request;
    const id = deps.randomId();
    const query =
      fromSerial === undefined
        ? encodeQuery({ id, name: zone, type: 'AXFR' })
        : encodeQuery({ id, name: zone, type: 'IXFR', serial: fromSerial });
    const nowSeconds = (): number => deps.nowSeconds() + (deps.keys?.skewSeconds() ?? 0);
    const { octets: queryOctets, verifier } = sign(query, id, deps.keys, nowSeconds());
    const check = createAnswerCheck(query);
    const { nowSeconds: ownSeconds, limits = transferLimits, after = systemClock.after } = deps;
    const read = createTransferReader(request, sink, { verifier, check, limits, ownSeconds });
    let settled = false;
    let connection: Connection | undefined;
    const settle = (result: TransferResult): void => {
      if (settled) return;
      settled = true;
      silence.cancel();
      whole.cancel();
      connection?.close();
      resolve(result);
    };
    const silent = (): void =>
      settle({ kind: 'unknown', reason: `no message of the transfer within ${silenceMs} ms` });
    let silence = after(silenceMs, silent);
    const whole = after(limits.wholeMs, () =>
      settle({ kind: 'unknown', reason: `the transfer was not whole after ${limits.wholeMs} ms` }),
    );
    let untilPause = octetsAtOnce;
    const breathe = (octets: number): void => {
      untilPause -= octets;
      if (untilPause > 0 || connection === undefined) return;
      untilPause = octetsAtOnce;
      connection.pause();
      setImmediate(connection.resume);
    };
    const message = (octets: Buffer): void => {
      if (settled) return;
      silence.cancel();
      silence = after(silenceMs, silent);
      breathe(octets.length);
      const result = read(octets, nowSeconds());
      if (result !== undefined) settle(result);
    };
    const start = async (): Promise<void> => {
      const opened = await deps.connect(deps.server, {
        message,
        closed: (reason) => settle({ kind: 'unknown', reason: `the transfer was cut: ${reason}` }),
      });
      if (opened.kind === 'unreachable') {
        settle(opened);
        return;
      }
      connection = opened.connection;
      connection.send(queryOctets);
    };
    void start();
  });

/** The query as it is sent, and what its answers are held against. */
const sign = (
  query: Uint8Array,
  id: number,
  keys: KeyRing | undefined,
  timeSeconds: number,
): { readonly octets: Uint8Array; readonly verifier: TransferVerifier } => {
  if (keys === undefined) return { octets: query, verifier: believing };
  const key = keys.current();
  const { octets, mac } = signMessage({ octets: query, key, timeSeconds });
  return { octets, verifier: createTransferVerifier({ key, requestMac: mac, id }) };
};

/** For transfers without a key: there is nothing to verify. */
const believing: TransferVerifier = {
  next: (octets) => ({ kind: 'verified', octets }),
  complete: () => true,
};
