import type { Omitted, OmittedCause } from '../../src/controller/write/omitted.ts';
import type { ReadFailure } from '../../src/server/updateOutcome.ts';
import type { FailedUpdate } from '../../src/setup/explain.ts';

/** What a query or a transfer can come to. */
export const readFailures: readonly ReadFailure[] = [
  { kind: 'refused' },
  { kind: 'not-authoritative', rcode: 'NOTAUTH' },
  { kind: 'rejected', rcode: 'SERVFAIL' },
  { kind: 'tsig-error', error: 'BADKEY' },
  { kind: 'tsig-error', error: 'BADSIG' },
  { kind: 'tsig-error', error: 'GSSAPI error: Major = No credentials were supplied' },
  { kind: 'tsig-error', error: 'BADTIME', skewSeconds: -400 },
  { kind: 'tsig-error', error: 'BADTRUNC' },
  { kind: 'unreachable', reason: 'ECONNREFUSED' },
  { kind: 'unknown', reason: 'the connection was closed' },
  { kind: 'unknown', reason: 'the answer NOTAUTH is not signed', unsignedRcode: 'NOTAUTH' },
];

/** What an UPDATE can come to, but for being applied. */
export const failures: readonly FailedUpdate[] = [
  { kind: 'refused' },
  { kind: 'server-failure' },
  { kind: 'prerequisite-failed', rcode: 'NXRRSET' },
  { kind: 'rejected', rcode: 'FORMERR' },
  { kind: 'rejected', rcode: 'NOTIMP' },
  { kind: 'rejected', rcode: 'not sent: Cannot use the name "a..b": found an empty label, needed none' },
  ...readFailures.slice(1).filter(({ kind }) => kind !== 'rejected'),
];

/** What is left for one unit alone: whatever else there is would hold for an empty UPDATE too. */
export const loneFailures: readonly FailedUpdate[] = failures.filter(({ kind }) =>
  ['refused', 'server-failure', 'prerequisite-failed', 'rejected'].includes(kind),
);

const causes: readonly OmittedCause[] = ['ttl', 'cname', 'policyCount', 'unknown'];

const record = (host: number) =>
  ({ name: 'web.k8s.example.', type: 'A', ttlSeconds: 30, rdata: `10.0.0.${host}` }) as const;

/**
 * What an UPDATE that was applied can turn out to lack: seven records for the last cause, one for the others.
 */
export const omissions: readonly Omitted[] = causes.map((cause) => ({
  kind: 'omitted',
  cause,
  records: cause === 'unknown' ? [1, 2, 3, 4, 5, 6, 7].map(record) : [record(1)],
}));
