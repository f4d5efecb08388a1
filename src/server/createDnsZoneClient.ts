import { DnsError } from '../dns/dnsError.ts';
import { encodeUpdate } from '../dns/encodeUpdate.ts';
import { encodeQuery } from '../dns/query.ts';
import { rcodeName } from '../dns/rcodeName.ts';
import type { DomainName } from '../dns/rrset.ts';
import { negativeTtlSeconds, parseSoa } from '../dns/soa.ts';
import { judgeAnswer } from './judgeAnswer.ts';
import type { Nsupdate } from './nsupdate.ts';
import type { SignedExchange, SignedResult } from './signedExchange.ts';
import type { Transfer } from './transfer.ts';
import { outcomeOfRcode, readFailure } from './updateOutcome.ts';
import type { SoaResult, TransferResult, ZoneClient } from './zoneClient.ts';

export type DnsZoneClientDeps = {
  readonly exchange: SignedExchange;
  /** Sends updates another way than over the exchange: by nsupdate, for GSS-TSIG. */
  readonly nsupdate?: Nsupdate;
  readonly transfer: Transfer;
  /** Whether transfers are. */
  readonly areReadsSigned: boolean;
  readonly close: () => void;
};

/**
 * A zone on a name server, over one persistent connection for updates and queries; each transfer has a
 * connection of its own.
 */
export const createDnsZoneClient = (deps: DnsZoneClientDeps, zone: DomainName): ZoneClient => ({
  areReadsSigned: deps.areReadsSigned,
  update: async (content) => {
    if (deps.nsupdate !== undefined) return deps.nsupdate(content);
    try {
      const result = await deps.exchange((id) => encodeUpdate({ id, zone, ...content, keepalive: true }));
      if (result.kind === 'answer') return outcomeOfRcode(rcodeName(result.message.rcode));
      return (await isNotGranted(deps, zone, result)) ? { kind: 'refused' } : result;
    } catch (error) {
      // As if the server had answered FORMERR: the one bad record is found and stands apart, the others go
      // on.
      if (error instanceof DnsError)
        return { kind: 'rejected', rcode: `nothing, since it was not sent: ${error.message}` };
      throw error;
    }
  },
  soa: async () => {
    const result = await deps.exchange((id) => encodeQuery({ id, name: zone, type: 'SOA', keepalive: true }));
    return toSoa(result, zone);
  },
  ask: async (name, type) => {
    const result = await deps.exchange((id) => encodeQuery({ id, name, type, keepalive: true }));
    return result.kind === 'answer'
      ? judgeAnswer(result.message, { zone, name, type })
      : { kind: 'not-known', isReached: false };
  },
  transfer: async (fromSerial, sink) => {
    const result = await deps.transfer({ zone, fromSerial }, sink);
    return (await isNotGranted(deps, zone, result)) ? { kind: 'refused' } : result;
  },
  close: deps.close,
});

/**
 * Knot DNS says BADKEY of a key that it knows but that its `acl` does not allow what was asked. A query tells
 * the two apart: its answer is signed only where the key is known. BADKEY comes unsigned; who forges it gets
 * no more than that what was asked is not done, as by taking the message away.
 */
const isNotGranted = async (
  { exchange, nsupdate }: DnsZoneClientDeps,
  zone: DomainName,
  result: SignedResult | TransferResult,
): Promise<boolean> => {
  // Beside nsupdate, queries are not signed.
  if (result.kind !== 'tsig-error' || result.error !== 'BADKEY' || nsupdate !== undefined) return false;
  const { kind } = await exchange((id) => encodeQuery({ id, name: zone, type: 'SOA', keepalive: true }));
  return kind === 'answer';
};

const toSoa = (result: SignedResult, zone: DomainName): SoaResult => {
  if (result.kind !== 'answer') return result;
  const failure = readFailure(result.message.rcode);
  if (failure !== undefined) return failure;
  const record = result.message.answers.find(({ name, type }) => name === zone && type === 'SOA');
  const soa = record && parseSoa(record.rdata);
  if (record === undefined || soa === undefined) return { kind: 'not-authoritative', rcode: 'no SOA' };
  return {
    kind: 'soa',
    serial: soa.serial,
    negativeTtlSeconds: negativeTtlSeconds(soa, record.ttlSeconds),
  };
};
