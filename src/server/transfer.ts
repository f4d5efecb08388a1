import { assertNever } from '../assertNever.ts';
import { rdataText, type VisitedRecord, visitRecords } from '../dns/decodeMessage.ts';
import { encodeQuery } from '../dns/query.ts';
import { isRecordType } from '../dns/recordTypes.ts';
import type { DomainName } from '../dns/rrset.ts';
import { parseSoa, soaType } from '../dns/soa.ts';
import { signMessage } from '../dns/tsig/signMessage.ts';
import {
  createTransferVerifier,
  type TransferVerdict,
  type TransferVerifier,
} from '../dns/tsig/transferVerifier.ts';
import { typeName } from '../dns/typeNumberOf.ts';
import type { Connect, Connection, ServerAddress } from './connection.ts';
import type { KeyRing } from './keyRing.ts';
import { mayHelpToRetry, rejectionText, tsigErrorOutcome } from './signedExchange.ts';
import { nextTransferState, type TransferState } from './transferState.ts';
import { type ReadFailure, readFailure } from './updateOutcome.ts';
import type { TransferResult, TransferSink } from './zoneClient.ts';

export type TransferRequest = { readonly zone: DomainName; readonly fromSerial: number | undefined };

/** Reads a zone, or its changes, over a connection of its own. Complete means: closed by its SOA, and every message verified. */
export type Transfer = (request: TransferRequest, sink: TransferSink) => Promise<TransferResult>;

export type TransferDeps = {
  readonly connect: Connect;
  readonly server: ServerAddress;
  /** Undefined: transfers are not signed, the server allows them by address. */
  readonly keys: KeyRing | undefined;
  readonly nowSeconds: () => number;
  readonly randomId: () => number;
};

/** Between two messages of one transfer. */
const silenceMs = 30_000;

/**
 * A server on the same host sends faster than we read, and what has come is read in one go: after so much (about 10 ms of work) other things get
 * their turn.
 */
const octetsAtOnce = 128 * 1024;

export const createTransfer =
  (deps: TransferDeps): Transfer =>
  async (request, sink) => {
    const result = await attempt(deps, request, sink);
    if (result.kind !== 'tsigError' || deps.keys === undefined) return result;
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
    const read = createTransferReader(request, sink, { verifier, ownSeconds: deps.nowSeconds });
    let settled = false;
    let connection: Connection | undefined;
    const settle = (result: TransferResult): void => {
      if (settled) return;
      settled = true;
      clearTimeout(silence);
      connection?.close();
      resolve(result);
    };
    const silence = setTimeout(
      () => settle({ kind: 'unknown', reason: `no message of the transfer within ${silenceMs} ms` }),
      silenceMs,
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
      silence.refresh();
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

/** Takes one message after the other; answers when the transfer has ended, well or not. */
const createTransferReader = (
  { fromSerial }: TransferRequest,
  sink: TransferSink,
  { verifier, ownSeconds }: { readonly verifier: TransferVerifier; readonly ownSeconds: () => number },
): ((octets: Buffer, nowSeconds: number) => TransferResult | undefined) => {
  let state: TransferState = { kind: 'start' };
  const visit = (record: VisitedRecord): void => {
    const step = nextTransferState(state, serialOf(record), fromSerial);
    state = step.state;
    switch (step.action) {
      case 'beginFull':
        sink.begin('full');
        break;
      case 'beginFullAndAdd':
        sink.begin('full');
        deliver(record, 'add', sink);
        break;
      case 'beginIncremental':
        sink.begin('incremental');
        break;
      case 'add':
      case 'remove':
        deliver(record, step.action, sink);
        break;
      case 'none':
        break;
    }
  };
  return (octets, nowSeconds) => {
    const verdict = verifier.next(octets, nowSeconds);
    if (!('octets' in verdict)) return toFailure(verdict, ownSeconds());
    const failure = readFailure(rcodeOf(verdict.octets));
    if (failure !== undefined) return failure;
    const malformed = visitRecords(verdict.octets, 'answer', visit);
    if (malformed !== undefined) return { kind: 'unknown', reason: malformed.reason };
    if (state.kind === 'malformed') return { kind: 'unknown', reason: state.reason };
    if (state.kind !== 'complete') return undefined;
    if (!verifier.complete())
      return { kind: 'unknown', reason: 'the last message of the transfer is not signed' };
    return { kind: 'complete', mode: state.mode, serial: state.serial };
  };
};

const rcodeOf = (octets: Uint8Array): number => (octets[3] ?? 0) & 0x0f;

const serialOf = (record: VisitedRecord): number | undefined =>
  record.typeNumber === soaType ? parseSoa(rdataText(record))?.serial : undefined;

const deliver = (record: VisitedRecord, change: 'add' | 'remove', sink: TransferSink): void => {
  const { name, ttlSeconds } = record;
  const type = typeName(record.typeNumber);
  if (isRecordType(type)) sink.record(change, { name, type, ttlSeconds, rdata: rdataText(record) });
  else if (!dnssecTypes.has(type)) sink.other(change, { name, type });
};

/** What a signed zone adds by itself; TYPE65534 is BIND's own note of the state of signing. */
const dnssecTypes: ReadonlySet<string> = new Set([
  'RRSIG',
  'NSEC',
  'NSEC3',
  'NSEC3PARAM',
  'DNSKEY',
  'CDS',
  'CDNSKEY',
  'TYPE65534',
]);

const toFailure = (
  verdict: Exclude<TransferVerdict, { readonly octets: Uint8Array }>,
  ownSeconds: number,
): ReadFailure => {
  switch (verdict.kind) {
    case 'unsigned':
      return { kind: 'unknown', reason: 'the transfer is not signed' };
    case 'tsigError':
      return tsigErrorOutcome(verdict, ownSeconds);
    case 'rejected':
      return { kind: 'unknown', reason: rejectionText(verdict) };
    default:
      return assertNever(verdict);
  }
};
