import { assertNever } from '../assertNever.ts';
import type { Omitted, OmittedCause } from '../controller/write/omitted.ts';
import type { ReadFailure, UpdateOutcome } from '../server/updateOutcome.ts';

/** What is wrong, in the user's words, and the line that fixes it (empty when there is none). */
export type Explanation = { readonly code: string; readonly message: string; readonly fix: string };

export type ExplainFacts = { readonly zone: string; readonly server: string; readonly keyName: string };

/** Explains what an UPDATE, a query or a transfer came to. */
export const explain = (
  outcome: Exclude<UpdateOutcome, { kind: 'applied' }> | ReadFailure | Omitted,
  facts: ExplainFacts,
): Explanation => {
  const { zone, server, keyName } = facts;
  switch (outcome.kind) {
    case 'refused':
      return {
        code: 'refused',
        message: `Cannot update or transfer zone "${zone}": ${server} answers REFUSED; the zone is frozen, or takes no updates or transfers from key ${keyName}`,
        fix: `zone "${zone}" { update-policy { grant ${keyName} zonesub A AAAA CNAME SRV PTR TXT; }; allow-transfer { key ${keyName}; }; };  (or: rndc thaw ${zone})`,
      };
    case 'serverFailure':
      return {
        code: 'serverFailure',
        message: `Cannot update zone "${zone}": ${server} answers SERVFAIL; a limit on records, or a disk that cannot be written`,
        fix: `zone "${zone}" { max-records-per-type 0; };`,
      };
    case 'notAuthoritative':
      return {
        code: 'notAuthoritative',
        message: `Cannot update zone "${zone}": ${server} answers ${outcome.rcode}, it is not the zone's primary`,
        fix: `zone "${zone}" { type primary; file "${zone}db"; };`,
      };
    case 'tsigError':
      return explainTsig(outcome, facts);
    case 'prerequisiteFailed':
      return {
        code: 'prerequisiteFailed',
        message: `The zone "${zone}" holds something else than it did (${outcome.rcode}); it is read again`,
        fix: '',
      };
    case 'rejected':
      return {
        code: 'rejected',
        message: `Cannot update zone "${zone}": ${server} answers ${outcome.rcode}`,
        fix: '',
      };
    case 'unreachable':
      return {
        code: 'unreachable',
        message: `Cannot reach the name server of zone "${zone}": ${outcome.reason}`,
        fix: '',
      };
    case 'unknown':
      return {
        code: 'unknown',
        message: `Cannot tell what ${server} did for zone "${zone}": ${outcome.reason}; the zone is read again`,
        fix: '',
      };
    case 'omitted':
      return explainOmitted(outcome, facts);
    default:
      return assertNever(outcome);
  }
};

const explainTsig = (
  { error, skewSeconds }: Extract<ReadFailure, { kind: 'tsigError' }>,
  { zone, server, keyName }: ExplainFacts,
): Explanation => {
  const message = `Cannot prove ourselves to ${server} for zone "${zone}" with key ${keyName}: it answers ${error}`;
  switch (error) {
    case 'BADKEY':
      return {
        code: 'badKey',
        message: `${message}, it does not know the key or uses another algorithm`,
        fix: `key "${keyName}" { algorithm …; secret "…"; };  the same block in named.conf and in --key-file`,
      };
    case 'BADSIG':
      return {
        code: 'badSignature',
        message: `${message}, its secret is another one`,
        fix: `key "${keyName}" { algorithm …; secret "…"; };  the same secret in named.conf and in --key-file`,
      };
    case 'BADTIME':
      return {
        code: 'badTime',
        message: `${message}, the clocks differ${skewSeconds === undefined ? '' : ` by ${Math.abs(skewSeconds)} s (its clock is ${skewSeconds > 0 ? 'ahead' : 'behind'})`}`,
        fix: 'timedatectl set-ntp true  (on both machines)',
      };
    default:
      return { code: 'tsigError', message, fix: '' };
  }
};

const shownRecords = 5;

const explainOmitted = (
  { cause, records }: Omitted,
  { zone, server, keyName }: ExplainFacts,
): Explanation => {
  const list = records
    .slice(0, shownRecords)
    .map(({ name, type, ttlSeconds, rdata }) => `${name} ${ttlSeconds} ${type} ${rdata}`);
  const more = records.length > shownRecords ? ` and ${records.length - shownRecords} more` : '';
  return {
    code: 'notWritten',
    message: `${server} answers NOERROR and leaves out ${list.join('; ')}${more}: ${leftOutReasons[cause]}`,
    fix: leftOutFixes(zone, keyName)[cause],
  };
};

const leftOutReasons: Readonly<Record<OmittedCause, string>> = {
  ttl: 'the zone allows smaller TTLs only',
  cname: 'a CNAME stands alone, and the name holds something else',
  policyCount: 'update-policy allows fewer records of this type at a name',
  unknown: 'it does not say why',
};

const leftOutFixes = (zone: string, keyName: string): Readonly<Record<OmittedCause, string>> => ({
  ttl: `zone "${zone}" { max-zone-ttl unlimited; };  (or a smaller --ttl)`,
  cname: 'delete the records of other types at that name',
  policyCount: `zone "${zone}" { update-policy { grant ${keyName} zonesub A AAAA CNAME SRV PTR TXT; }; };`,
  unknown: '',
});
