import {
  bare,
  type Setup,
  type SetupFile,
  type SetupSubtree,
  type SetupZone,
  zoneFileName,
} from './setup.ts';

/** The `key` statement, as tsig-keygen prints it; named, k8s-bind, dig and nsupdate all read it. */
export const keyText = ({ keyName, algorithm, secret }: Setup): string =>
  `key "${keyName}" {\n\talgorithm ${algorithm};\n\tsecret "${secret}";\n};\n`;

/** What Services need. */
const serviceTypes = {
  forward: ['A', 'AAAA', 'CNAME', 'SRV', 'PTR', 'TXT'],
  reverse: ['PTR', 'TXT'],
} as const;

/**
 * What the key may write: without SOA and NS in the list nobody with the key can break the zone. NS only
 * where a rule gives delegations.
 */
const grantedTypes = ({ kind, types }: Pick<SetupZone, 'kind' | 'types'>): readonly string[] => [
  ...new Set<string>([...serviceTypes[kind], ...types]),
];

/** The statements of a zone block, each with its reason. */
const zoneStatements = (
  { keyName, zoneFolder }: Setup,
  zone: SetupZone,
): readonly (readonly [string, string])[] => [
  ['type primary;', ''],
  [`file "${zoneFolder}/${zoneFileName(zone)}";`, 'where named may write: the journal stands beside it'],
  [
    `update-policy { grant "${keyName}" zonesub ${grantedTypes(zone).join(' ')}; };`,
    grantedTypes(zone).includes('NS')
      ? 'no SOA; NS, because a rule gives delegations'
      : 'no SOA and NS: the key cannot break the zone',
  ],
  [`allow-transfer { key "${keyName}"; };`, 'add your secondaries here'],
  ['max-records-per-type 0;', 'a headless Service may have more than 100 pods'],
  ['notify-delay 0;', 'secondaries hear of changes at once, not after 5 s'],
  ['max-journal-size 64m;', 'enough for what changed since a secondary last asked'],
  ['max-ixfr-ratio unlimited;', 'changes are sent as changes, however many'],
];

const zoneBlock = (setup: Setup, zone: SetupZone): string =>
  [
    `zone "${bare(zone.name)}" {`,
    ...zoneStatements(setup, zone).map(
      ([statement, why]) => `\t${statement}${why === '' ? '' : `  // ${why}`}`,
    ),
    '};',
    '',
  ].join('\n');

/** A zone that is there already gets two statements more; what stands in its block stays. */
const subtreeLines = ({ keyName }: Setup, { name, largerZone, types }: SetupSubtree): string =>
  [
    `// Into the block of zone "${bare(largerZone)}", beside what it grants and allows already:`,
    `//\tupdate-policy { grant "${keyName}" subdomain ${name} ${grantedTypes({ kind: 'forward', types }).join(' ')}; };`,
    `//\tallow-transfer { key "${keyName}"; };`,
    '',
  ].join('\n');

/** Two blocks of logging are an error, and there may be one. */
const loggingText = `// BIND logs a line for each record that is updated. Who keeps only warnings has in the one logging block:
//\tchannel k8s_bind_updates { syslog daemon; severity warning; };
//\tcategory update { k8s_bind_updates; };
`;

/**
 * The zone to start with. The last number of the SOA is how long resolvers remember that a name is not there
 * (RFC 2308): 5 s. The name server's own address, where it is one, stands in the zone, so that it loads
 * without another.
 */
export const zoneText = ({ zones, subtrees, server }: Setup, zone: SetupZone): string => {
  const forward = zones.find(({ kind }) => kind === 'forward');
  const home = forward?.name ?? subtrees[0]?.largerZone ?? zone.name;
  const primary = `ns1.${home}`;
  const isV6 = server.includes(':');
  return [
    `$ORIGIN ${zone.name}`,
    '$TTL 300',
    `@\tSOA\t${primary} hostmaster.${home} ( 1 3600 600 86400 5 )`,
    `\tNS\t${primary}`,
    ...(zone === forward ? [`ns1\t${isV6 ? 'AAAA' : 'A'}\t${server}`] : []),
    '',
  ].join('\n');
};

/** What named.conf includes: the key, and the zones that it may write. */
export const namedConfText = (setup: Setup): string =>
  [
    ...(setup.isKeyKnown ? [] : [`include "${setup.keyFile}";`, '']),
    ...setup.zones.map((zone) => zoneBlock(setup, zone)),
    ...setup.subtrees.map((subtree) => subtreeLines(setup, subtree)),
    loggingText,
  ].join('\n');

/** What BIND needs. */
export const namedFiles = (setup: Setup): readonly SetupFile[] => [
  {
    name: 'k8s-bind.key',
    about: `${setup.keyFile}, readable by named and by k8s-bind, by nobody else`,
    text: keyText(setup),
    secret: true,
  },
  {
    name: 'named.conf.k8s-bind',
    about: 'include it in named.conf, then: rndc reconfig',
    text: namedConfText(setup),
  },
  ...setup.zones.map((zone) => ({
    name: zoneFileName(zone),
    about: `${setup.zoneFolder}/${zoneFileName(zone)}, owned by named's user; change the name server to yours`,
    text: zoneText(setup, zone),
  })),
];
