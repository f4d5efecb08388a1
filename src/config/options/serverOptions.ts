import { optional, single, toggle } from '../option.ts';
import { parseDomainName } from '../values/parseDomainName.ts';
import { parseIntervalMs } from '../values/parseDurationMs.ts';
import { parseBase64, parsePattern, parseText } from '../values/parseText.ts';
import { parseTsigAlgorithm } from '../values/parseTsigAlgorithm.ts';
import { parseServerAddress } from '../values/socketAddress.ts';
import { WITH_SERVER } from './allCommands.ts';

/** Where `named` writes the key of `update-policy local` at each start. */
export const SESSION_KEY_FILE = '/run/named/session.key';

const parseOwner = parsePattern(
  /^[A-Za-z0-9][A-Za-z0-9._:-]{0,99}$/,
  'up to 100 letters, digits and ". _ : -"',
);

/** The name of a view stands in the claim, in labels of metrics and in messages. */
const parseViewName = parsePattern(
  /^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$/,
  'up to 63 letters, digits and ". _ -"',
);

/** The zone, the server that has it, and what we prove ourselves with. */
export const SERVER_OPTIONS = {
  zone: optional(parseDomainName, {
    flag: 'zone',
    metavar: 'NAME',
    group: 'zone',
    commands: [...WITH_SERVER, 'export', 'render', 'demo', 'confirm-delete'],
    perZone: true,
    help: 'the zone to keep in step; BIND is its primary and takes dynamic updates for it',
  }),
  below: optional(parseDomainName, {
    flag: 'below',
    metavar: 'LABEL',
    group: 'zone',
    commands: [...WITH_SERVER, 'export', 'render', 'confirm-delete'],
    perZone: true,
    help: 'keep to one subtree of a larger zone: with k8s all that would be at NAME.ZONE is at NAME.k8s.ZONE',
  }),
  view: optional(parseViewName, {
    flag: 'view',
    metavar: 'NAME',
    group: 'zone',
    commands: [...WITH_SERVER, 'export', 'render', 'confirm-delete'],
    perZone: true,
    help: 'tells zones of one name apart, such as the internal and the external view of one server: one name for each entry of zones: with that name',
  }),
  server: single(parseServerAddress, {
    flag: 'server',
    metavar: 'HOST[:PORT]',
    group: 'zone',
    commands: WITH_SERVER,
    perZone: true,
    fallback: '127.0.0.1:53',
    help: 'the primary, over TCP; tls://HOST[:PORT] for TLS, port 853',
  }),
  keyFile: single(parseText, {
    flag: 'key-file',
    metavar: 'FILE',
    group: 'zone',
    commands: WITH_SERVER,
    perZone: true,
    path: 'secret',
    // A daemon that is asked why has read it; init makes a key of its own in place of the default one.
    isOpened: (command, isSet) => command !== 'why' && (isSet || command !== 'init'),
    fallback: SESSION_KEY_FILE,
    help: 'TSIG key, as tsig-keygen prints it, in a file of its own or among others; read again when it changes',
  }),
  transferKeyFile: optional(parseText, {
    flag: 'transfer-key-file',
    metavar: 'FILE',
    group: 'zone',
    commands: WITH_SERVER,
    perZone: true,
    path: 'secret',
    help: 'another TSIG key for zone transfers',
  }),
  tsigKeyName: optional(parseDomainName, {
    flag: 'tsig-key-name',
    metavar: 'NAME',
    group: 'zone',
    commands: WITH_SERVER,
    perZone: true,
    help: 'name of the TSIG key: with --tsig-secret in place of --key-file, or of one among several in that file',
  }),
  tsigAlgorithm: single(parseTsigAlgorithm, {
    flag: 'tsig-algorithm',
    metavar: 'NAME',
    group: 'zone',
    commands: WITH_SERVER,
    perZone: true,
    fallback: 'hmac-sha256',
    help: 'algorithm of the TSIG key: hmac-sha1, -sha224, -sha256, -sha384 or -sha512, -BITS behind it for a short MAC',
  }),
  tsigSecret: optional(parseBase64, {
    flag: 'tsig-secret',
    metavar: 'BASE64',
    group: 'zone',
    commands: WITH_SERVER,
    perZone: true,
    secret: true,
    help: 'secret of the TSIG key; the process list shows flags, so better in the environment',
  }),
  gssTsig: toggle({
    flag: 'gss-tsig',
    group: 'zone',
    commands: WITH_SERVER,
    perZone: true,
    help: 'sign by Kerberos (GSS-TSIG) through nsupdate -g, for Active Directory sites',
  }),
  tlsCa: optional(parseText, {
    flag: 'tls-ca',
    metavar: 'FILE',
    group: 'zone',
    commands: WITH_SERVER,
    perZone: true,
    path: 'readable',
    help: "certificates that may sign the server's, in place of the system's",
  }),
  tlsCert: optional(parseText, {
    flag: 'tls-cert',
    metavar: 'FILE',
    group: 'zone',
    commands: WITH_SERVER,
    perZone: true,
    path: 'readable',
    help: 'client certificate',
  }),
  tlsKey: optional(parseText, {
    flag: 'tls-key',
    metavar: 'FILE',
    group: 'zone',
    commands: WITH_SERVER,
    perZone: true,
    path: 'secret',
    help: 'private key of the client certificate',
  }),
  tlsServerName: optional(parseText, {
    flag: 'tls-server-name',
    metavar: 'NAME',
    group: 'zone',
    commands: WITH_SERVER,
    perZone: true,
    help: "name in the server's certificate, where it is not the host of --server",
  }),
  owner: optional(parseOwner, {
    flag: 'owner',
    metavar: 'ID',
    group: 'zone',
    commands: [...WITH_SERVER, 'demo'],
    help: 'who owns the records; by default the UID of the namespace kube-system',
  }),
  soaIntervalMs: single(parseIntervalMs, {
    flag: 'soa-interval',
    metavar: 'DURATION',
    group: 'zone',
    commands: ['run'],
    fallback: '30s',
    help: 'how often the serial is asked for, to notice what another writer changed',
  }),
  resyncMs: single(parseIntervalMs, {
    flag: 'resync',
    metavar: 'DURATION',
    group: 'zone',
    commands: ['run'],
    fallback: '15m',
    help: 'how often the whole zone is read anew',
  }),
} as const;
