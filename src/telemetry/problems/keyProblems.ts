import type { Of, ProblemRow } from '../problem.ts';

type Asked = Of<'zone' | 'server' | 'key'>;

const unproved = ({ zone, server, key }: Asked): string =>
  `Cannot prove ourselves to ${server} for zone "${zone}" with key ${key}: it answers`;

const clockText = (skewSeconds: number): string =>
  skewSeconds === 0
    ? ''
    : ` by ${Math.abs(skewSeconds)} s (its clock is ${skewSeconds > 0 ? 'ahead' : 'behind'})`;

/** Errors of TSIG (RFC 8945 §5.2), and a key that is not there yet. */
export const KEY_PROBLEMS = {
  badKey: {
    meaning: 'BIND does not know the key, or knows it with another algorithm (BADKEY)',
    remedy:
      'one `key` block, the same in named.conf and in `--key-file`; then `rndc reconfig`. The session key is a new one at each start of named: it is read again by itself',
    text: (asked: Asked) => `${unproved(asked)} BADKEY, it does not know the key or uses another algorithm`,
    fix: ({ key }: Of<'key'>) =>
      `key "${key}" { algorithm …; secret "…"; };  the same block in named.conf and in --key-file`,
  },
  badSignature: {
    meaning: 'BIND knows the key with another secret (BADSIG)',
    remedy: '',
    text: (asked: Asked) => `${unproved(asked)} BADSIG, its secret is another one`,
    fix: ({ key }: Of<'key'>) =>
      `key "${key}" { algorithm …; secret "…"; };  the same secret in named.conf and in --key-file`,
  },
  badTime: {
    meaning: 'the clocks of the two machines differ by more than 300 s (BADTIME)',
    remedy: 'the message says by how much they differ, and which one is ahead',
    text: ({ skewSeconds, ...asked }: Asked & Of<'skewSeconds'>) =>
      `${unproved(asked)} BADTIME, the clocks differ${clockText(skewSeconds)}`,
    fix: () => 'timedatectl set-ntp true  (on both machines)',
  },
  tsigError: {
    meaning: 'BIND refuses the signature for another reason (BADTRUNC: a short MAC)',
    remedy: 'write the algorithm with its bits in both places, such as `hmac-sha256-128`',
    text: ({ rcode, ...asked }: Asked & Of<'rcode'>) => `${unproved(asked)} ${rcode}`,
  },
  noTicket: {
    meaning:
      'with `--gss-tsig`: Kerberos gave nothing to sign with. There is no ticket, the server has no principal `DNS/HOST`, or the realm cannot be reached',
    remedy:
      '`klist` shows the tickets; HOST is the first name in the SOA of the zone. docs/guides/kerberos.md has a whole set-up',
    text: ({ rcode, zone, server }: Asked & Of<'rcode'>) =>
      `Cannot sign by Kerberos for ${server} and zone "${zone}": found ${rcode}, needed a ticket`,
    fix: () => 'KRB5_CLIENT_KTNAME=KEYTAB in the environment of k8s-bind, or kinit as its user',
  },
  unsignedRefusal: {
    meaning:
      'the server refuses without a signature, so it is not proved that it was the server. PowerDNS does this when it does not know the key, has another secret or algorithm for it, or a clock that is off by more than 300 s; Knot DNS when it does not have the zone',
    remedy:
      '`pdnsutil list-tsig-keys` and the clocks of both machines, or the zone’s name in knot.conf. It is tried again by itself',
    text: ({ rcode, ...asked }: Asked & Of<'rcode'>) =>
      `${unproved(asked)} ${rcode} without a signature: it does not know the key or has another secret for it, its clock is off, or it does not have the zone`,
  },
  noSessionKey: {
    meaning: 'named has not written its session key, which is the key where none is named',
    remedy:
      'start named with `update-policy local;` in the zone, or name another key by `--key-file`; it is waited for',
    text: ({ file }: Of<'file'>) =>
      `Cannot read the session key of named: found no "${file}" yet, needed it; waiting`,
    fix: () => 'start named with "update-policy local;" in the zone, or name another key by --key-file',
  },
} as const satisfies Readonly<Record<string, ProblemRow>>;
