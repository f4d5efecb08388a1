import { childEnvironment } from '../childEnvironment.ts';
import type { DomainName } from '../dns/rrset.ts';
import type { Prerequisite, UpdateOperation } from '../dns/updateMessage.ts';
import type { ServerAddress } from './connection.ts';
import { nsupdateText } from './nsupdateText.ts';
import { outcomeOfRcode, type UpdateOutcome } from './updateOutcome.ts';

export type NsupdateOptions = {
  readonly server: Pick<ServerAddress, 'host' | 'port'>;
  readonly zone: DomainName;
  /** How nsupdate signs: `-g` for GSS-TSIG (RFC 3645) with the Kerberos ticket of this process. */
  readonly signing: readonly string[];
  /** Our own environment: options of ours are kept from the program. */
  readonly env: NodeJS.ProcessEnv;
};

/**
 * Sends one UPDATE by nsupdate(1), for sites whose server takes only GSS-TSIG. Slower than our own client:
 * one process for each message.
 */
export type Nsupdate = (update: {
  readonly prerequisites: readonly Prerequisite[];
  readonly operations: readonly UpdateOperation[];
}) => Promise<UpdateOutcome>;

const timeoutMs = 60_000;

/**
 * Over TCP (`-v`), and without trying again by itself (`-r 0`): what a lost answer means is decided by the
 * caller.
 */
export const nsupdateArguments = (signing: readonly string[]): readonly string[] => [
  ...signing,
  '-v',
  '-r',
  '0',
];

export const createNsupdate =
  ({ server, zone, signing, env }: NsupdateOptions): Nsupdate =>
  async (update) => {
    // Loaded only here: every other site would pay 8 MB for it.
    const { execa } = await import('execa');
    const result = await execa('nsupdate', nsupdateArguments(signing), {
      input: nsupdateText({ server, zone, ...update }),
      env: childEnvironment(env),
      extendEnv: false,
      reject: false,
      timeout: timeoutMs,
    });
    if (result.exitCode === 0) return { kind: 'applied' };
    return nsupdateOutcome(`${result.stderr}\n${result.shortMessage ?? ''}`);
  };

/** What nsupdate says when it fails, as an outcome. */
export const nsupdateOutcome = (text: string): UpdateOutcome => {
  const rcode = /update failed: (\w+)/.exec(text)?.[1];
  if (rcode !== undefined && rcode !== 'NOTAUTH') return outcomeOfRcode(rcode);
  const tsig = /\((BAD\w+)\)/.exec(text)?.[1];
  if (tsig !== undefined) return { kind: 'tsig-error', error: tsig };
  const ticket = /^(?:tkey query failed: |dns_tkey_\w+: )?(.*(?:GSSAPI|gss_|tkey|Kerberos|kinit).*)$/im.exec(
    text,
  )?.[1];
  if (ticket !== undefined) return { kind: 'tsig-error', error: ticket.trim() };
  if (rcode !== undefined) return outcomeOfRcode(rcode);
  const reason = text.trim().split('\n')[0] ?? '';
  // It reads each line before it sends anything, and ends at the first that it cannot read: a record of a
  // type that it does not know, or a NAPTR with an expression that it does not take.
  const untaken = /^(.*)\nsyntax error$/m.exec(text)?.[1];
  if (untaken !== undefined)
    return { kind: 'rejected', rcode: `nothing, since nsupdate does not take it: ${untaken}` };
  return /connection refused|host unreachable|network unreachable|couldn't get address|ENOENT/i.test(text)
    ? { kind: 'unreachable', reason }
    : { kind: 'unknown', reason };
};
