import { assertNever } from '../assertNever.ts';
import { isBelow } from '../dns/canonicalName.ts';
import { rdataText, type VisitedRecord, visitRecords } from '../dns/decodeMessage.ts';
import { rcodeName } from '../dns/rcodeName.ts';
import { isRecordType } from '../dns/recordTypes.ts';
import type { DomainName } from '../dns/rrset.ts';
import { negativeTtlSeconds, parseSoa, soaType } from '../dns/soa.ts';
import type { TransferVerdict, TransferVerifier } from '../dns/tsig/transferVerifier.ts';
import { typeName } from '../dns/typeNumberOf.ts';
import type { AnswerCheck } from './createAnswerCheck.ts';
import { rejectionText, tsigErrorOutcome } from './signedExchange.ts';
import { type TransferLimits, transferExcess } from './transferLimits.ts';
import { nextTransferState, type TransferState } from './transferState.ts';
import { unsignedAnswer } from './unsignedAnswer.ts';
import { type ReadFailure, readFailure } from './updateOutcome.ts';
import type { TransferResult, TransferSink } from './zoneClient.ts';

export type TransferRequest = { readonly zone: DomainName; readonly fromSerial: number | undefined };

/** What each message of a transfer is held against. */
export type TransferProof = {
  readonly verifier: TransferVerifier;
  readonly check: AnswerCheck;
  readonly limits: TransferLimits;
  readonly ownSeconds: () => number;
};

/** Takes one message after the other; answers when the transfer has ended, well or not. */
export const createTransferReader = (
  { zone, fromSerial }: TransferRequest,
  sink: TransferSink,
  { verifier, check, limits, ownSeconds }: TransferProof,
): ((octets: Buffer, nowSeconds: number) => TransferResult | undefined) => {
  let state: TransferState = { kind: 'start' };
  let place: 'first' | 'later' = 'first';
  const read = { records: 0, octets: 0 };
  const visit = (record: VisitedRecord): void => {
    const foreign = foreignRecord(record, zone);
    if (foreign !== undefined) {
      state = { kind: 'malformed', reason: foreign };
      return;
    }
    const soa = record.typeNumber === soaType ? parseSoa(rdataText(record)) : undefined;
    // The first SOA is the newest (RFC 1995 §4).
    if (soa !== undefined && state.kind === 'start')
      sink.negativeTtl?.(negativeTtlSeconds(soa, record.ttlSeconds));
    const step = nextTransferState(state, soa?.serial, fromSerial);
    state = step.state;
    switch (step.action) {
      case 'beginFull':
        sink.begin('full');
        break;
      case 'beginFullAndAdd':
        sink.begin('full');
        read.records += deliver(record, 'add', sink);
        break;
      case 'beginIncremental':
        sink.begin('incremental');
        break;
      case 'add':
      case 'remove':
        read.records += deliver(record, step.action, sink);
        break;
      case 'none':
        break;
    }
  };
  return (octets, nowSeconds) => {
    read.octets += octets.length;
    const verdict = verifier.next(octets, nowSeconds);
    if (verdict.kind === 'unsigned') return unsignedAnswer(octets);
    if (!('octets' in verdict)) return toFailure(verdict, ownSeconds());
    const mismatch = check(verdict.octets, place);
    if (mismatch !== undefined) return { kind: 'unknown', reason: mismatch };
    place = 'later';
    const failure = transferFailure(rcodeOf(verdict.octets));
    if (failure !== undefined) return failure;
    const malformed = visitRecords(verdict.octets, 'answer', visit);
    if (malformed !== undefined) return { kind: 'unknown', reason: malformed.reason, isMalformed: true };
    if (state.kind === 'malformed') return { kind: 'unknown', reason: state.reason, isMalformed: true };
    // Nobody knows whether more will come of an answer that begins with nothing (RFC 5936 §2.2.1).
    if (state.kind === 'start') return { kind: 'unknown', reason: 'the answer holds no records' };
    const excess = transferExcess(limits, read);
    if (excess !== undefined) return { kind: 'unknown', reason: excess };
    if (state.kind !== 'complete') return undefined;
    if (!verifier.complete())
      return { kind: 'unknown', reason: 'the last message of the transfer is not signed' };
    return { kind: 'complete', mode: state.mode, serial: state.serial };
  };
};

/**
 * What a record has no business to be in a transfer, whoever signed it; undefined for one that belongs there.
 * Records are written and deleted by what a transfer says, so nothing outside the zone may come in by it (RFC
 * 5936 §3.5).
 */
const foreignRecord = (record: VisitedRecord, zone: DomainName): string | undefined => {
  const { name, typeNumber, classNumber } = record;
  if (classNumber !== classIn)
    return `a record of class ${classNumber} at "${name}" in a transfer of class IN`;
  if (typeNumber === soaType && name !== zone) return `the SOA of "${name}" in a transfer of "${zone}"`;
  return isBelow(name, zone) ? undefined : `a record at "${name}" in a transfer of "${zone}"`;
};

const classIn = 1;

/** A zone that is to be transferred has a name, so NXDOMAIN is no answer either. */
const transferFailure = (rcode: number): ReadFailure | undefined =>
  readFailure(rcode) ?? (rcode === 0 ? undefined : { kind: 'rejected', rcode: rcodeName(rcode) });

const rcodeOf = (octets: Uint8Array): number => (octets[3] ?? 0) & 0x0f;

/** Returns how many records were kept. */
const deliver = (record: VisitedRecord, change: 'add' | 'remove', sink: TransferSink): 0 | 1 => {
  const { name, ttlSeconds } = record;
  const type = typeName(record.typeNumber);
  if (isRecordType(type)) sink.record(change, { name, type, ttlSeconds, rdata: rdataText(record) });
  else if (dnssecTypes.has(type)) return 0;
  else sink.other(change, { name, type });
  return 1;
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
  verdict: Exclude<TransferVerdict, { readonly octets: Uint8Array } | { readonly kind: 'unsigned' }>,
  ownSeconds: number,
): ReadFailure => {
  switch (verdict.kind) {
    case 'tsig-error':
      return tsigErrorOutcome(verdict, ownSeconds);
    case 'rejected':
      return { kind: 'unknown', reason: rejectionText(verdict) };
    default:
      return assertNever(verdict);
  }
};
