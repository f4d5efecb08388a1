import { canonicalRdata } from '../../../../src/dns/recordTypes.ts';
import type { Rdata, RecordType } from '../../../../src/dns/rrset.ts';

/** RDATA of each type, as people write it. */
export const textsByType: Readonly<Record<RecordType, readonly string[]>> = {
  A: ['10.0.0.1', String.raw`\# 4 0a000001`],
  AAAA: ['fd00::1', '::', '1:2:3:4:5:6:7:8', '::ffff:10.0.0.1'],
  CAA: ['0 issue "ca.example"', '128 iodef "mailto:a@b.example"'],
  CNAME: ['web.example.', String.raw`a\.b.\255.example.`],
  HTTPS: ['1 . alpn=h2,h3 port=8443', '0 web.example.', '2 a. mandatory=alpn,port alpn=h2 port=1'],
  MX: ['10 mail.example.'],
  NAPTR: ['1 2 "u" "E2U+sip" "!^.*$!sip:a@b.example!" .', '1 1 "s" "x" "" a.example.'],
  NS: ['ns.example.'],
  PTR: ['web.example.'],
  SRV: ['0 10 8080 web.example.'],
  SSHFP: ['1 1 0123456789abcdef0123456789abcdef01234567'],
  SVCB: ['1 a.example. ipv4hint=192.0.2.1 ipv6hint=::1 ech=AA== key7="/q{?dns}" key667=\\000', '0 .'],
  TLSA: ['3 1 1 0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef'],
  TXT: ['"one" "two"', String.raw`"a\"b\\c\000"`, 'plain'],
};

export const rdataOf = (type: RecordType, text: string): Rdata => canonicalRdata(type, text);
