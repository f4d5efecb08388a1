import { expect, test } from 'vitest';
import { nsupdateArguments, nsupdateOutcome } from '../../../src/server/nsupdate.ts';
import { nsupdateText } from '../../../src/server/nsupdateText.ts';

test('an UPDATE in the language of nsupdate: prerequisites first, then the operations in their order', () => {
  const text = nsupdateText({
    server: { host: 'dc1.corp.example', port: 53 },
    zone: 'k8s.corp.example.',
    prerequisites: [
      {
        kind: 'rrset-equals',
        name: '_k8s-bind.k8s.corp.example.',
        type: 'TXT',
        rdatas: ['"k8s-bind=1" "owner=a"'],
      },
      { kind: 'rrset-absent', name: 'web.k8s.corp.example.', type: 'A' },
      { kind: 'name-not-in-use', name: 'mail.k8s.corp.example.' },
    ],
    operations: [
      { kind: 'delete-rrset', name: 'db.shop.svc.k8s.corp.example.', type: 'A' },
      { kind: 'delete-record', name: 'web.k8s.corp.example.', type: 'A', rdata: '10.96.0.9' },
      { kind: 'add', name: 'web.k8s.corp.example.', type: 'A', ttlSeconds: 30, rdata: '10.96.0.10' },
    ],
  });
  expect(text).toBe(`server dc1.corp.example 53
zone k8s.corp.example.
check-names no
prereq yxrrset _k8s-bind.k8s.corp.example. IN TXT "k8s-bind=1" "owner=a"
prereq nxrrset web.k8s.corp.example. IN A
prereq nxdomain mail.k8s.corp.example.
update delete db.shop.svc.k8s.corp.example. IN A
update delete web.k8s.corp.example. IN A 10.96.0.9
update add web.k8s.corp.example. 30 IN A 10.96.0.10
send
`);
});

test('GSS-TSIG is asked for by -g, over TCP, and nsupdate never tries again by itself', () => {
  expect(nsupdateArguments(['-g'])).toEqual(['-g', '-v', '-r', '0']);
});

test.each([
  ['update failed: YXRRSET', { kind: 'prerequisite-failed', rcode: 'YXRRSET' }],
  ['update failed: REFUSED', { kind: 'refused' }],
  ['update failed: SERVFAIL', { kind: 'server-failure' }],
  ['update failed: NOTZONE', { kind: 'not-authoritative', rcode: 'NOTZONE' }],
  [
    '; TSIG error with server: tsig indicates error\nupdate failed: NOTAUTH(BADKEY)',
    { kind: 'tsig-error', error: 'BADKEY' },
  ],
  [
    '; Communication with 127.0.0.1#53 failed: connection refused',
    { kind: 'unreachable', reason: '; Communication with 127.0.0.1#53 failed: connection refused' },
  ],
  [
    'tkey query failed: GSSAPI error: Major = Unspecified GSS failure, Minor = No Kerberos credentials available.',
    {
      kind: 'tsig-error',
      error: 'GSSAPI error: Major = Unspecified GSS failure, Minor = No Kerberos credentials available.',
    },
  ],
  [
    'invalid rdata format: syntax error\nsyntax error\nCommand failed with exit code 1: nsupdate -v -r 0',
    {
      kind: 'rejected',
      rcode: 'nothing, since nsupdate does not take it: invalid rdata format: syntax error',
    },
  ],
  [
    '; Communication with 127.0.0.1#53 failed: timed out',
    { kind: 'unknown', reason: '; Communication with 127.0.0.1#53 failed: timed out' },
  ],
])('nsupdate says "%s"', (said, outcome) => {
  expect(nsupdateOutcome(said)).toEqual(outcome);
});
