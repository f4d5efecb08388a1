import type { TsigKeyFile } from './tsigKey.ts';

/** A zone that {@link namedConf} makes named the primary of. */
export interface ZoneOptions {
  /** With its closing dot or without. */
  readonly name: string;
  /**
   * The zone file to start with; without it, a zone with nothing but SOA, NS and the name server's address.
   */
  readonly text?: string;
  /**
   * The statement that lets others update the zone, `''` for a static zone. Without it the key `hand` may
   * change anything, and every other key what `k8s-bind init` writes: all types that we publish, below the
   * apex.
   */
  readonly update?: string;
  /** The statement that lets others transfer the zone; without it, every key may. */
  readonly transfer?: string;
  /** 0 for no limit; BIND's default is 100. */
  readonly maxRecordsPerType?: number;
  /** The name of a policy (`default` is built in): BIND signs the zone. */
  readonly dnssecPolicy?: string;
  /** More statements, as they stand in named.conf. */
  readonly statements?: string;
}

/** What goes into named.conf. */
export interface NamedConf {
  readonly address: string;
  readonly port: number;
  readonly controlPort: number;
  readonly controlKey: TsigKeyFile;
  readonly keys: readonly TsigKeyFile[];
  readonly zones: readonly ZoneOptions[];
  readonly tls?: { readonly port: number; readonly certificateFile: string; readonly keyFile: string };
  readonly options: string;
  readonly statements: string;
  readonly logUpdates: boolean;
}

/** The key of somebody who edits the zone by hand, beside k8s-bind. */
export const handKeyName = 'hand';

/** Writes a named.conf whose paths are relative to named's working folder. */
export function namedConf(conf: NamedConf): string {
  return [
    optionsStatement(conf),
    logging(conf),
    ...[conf.controlKey, ...conf.keys].map(({ file }) => `include "${file}";`),
    controlStatement(conf),
    tlsStatement(conf),
    ...conf.zones.map((zone) => zoneStatement(zone, conf.keys)),
    conf.statements,
  ].join('\n');
}

/** The smallest zone that named loads. */
export function emptyZoneText(name: string, address: string): string {
  const origin = `${name.replace(/\.$/, '')}.`;
  return `$ORIGIN ${origin}
@ 3600 IN SOA ns hostmaster 1 3600 600 86400 5
@ 3600 IN NS ns
ns 3600 IN A ${address}
`;
}

/** Where a zone is kept below named's working folder. */
export function zoneFileName(name: string): string {
  return `zones/${name.replace(/\.$/, '').toLowerCase()}.db`;
}

function optionsStatement({ address, port, tls, options }: NamedConf): string {
  const listenOnTls = tls === undefined ? '' : `listen-on port ${tls.port} tls server { ${address}; };`;
  return `options {
  directory ".";
  pid-file none;
  session-keyfile "session.key";
  managed-keys-directory ".";
  listen-on port ${port} { ${address}; };
  listen-on-v6 { none; };
  ${listenOnTls}
  ${/^\s*recursion /m.test(options) ? '' : 'recursion no;'}
  dnssec-validation no;
  notify explicit;
  ${options}
};`;
}

/**
 * The category "update" writes a line for each record, so it is kept to what goes wrong unless a test reads
 * these lines.
 */
const logging = ({ logUpdates }: NamedConf): string => `logging {
  channel everything { file "named.log"; severity info; print-time yes; print-category yes; print-severity yes; };
  channel warnings { file "named.log"; severity warning; print-time yes; print-category yes; print-severity yes; };
  category default { everything; };
  category update { ${logUpdates ? 'everything' : 'warnings'}; };
};`;

function controlStatement({ controlPort, controlKey }: NamedConf): string {
  return `controls { inet 127.0.0.1 port ${controlPort} allow { 127.0.0.1; } keys { "${controlKey.name}"; }; };`;
}

function tlsStatement({ tls }: NamedConf): string {
  if (tls === undefined) return '';
  return `tls server { cert-file "${tls.certificateFile}"; key-file "${tls.keyFile}"; };`;
}

function zoneStatement(zone: ZoneOptions, keys: readonly TsigKeyFile[]): string {
  const statements = [
    zone.update ?? defaultUpdate(keys),
    zone.transfer ?? `allow-transfer { ${keys.map(({ name }) => `key "${name}";`).join(' ')} };`,
    zone.maxRecordsPerType === undefined ? '' : `max-records-per-type ${zone.maxRecordsPerType};`,
    zone.dnssecPolicy === undefined ? '' : `dnssec-policy "${zone.dnssecPolicy}";`,
    zone.statements ?? '',
  ].filter((statement) => statement !== '');
  const file = zoneFileName(zone.name);
  return `zone "${zone.name}" {\n  type primary;\n  file "${file}";\n  ${statements.join('\n  ')}\n};`;
}

function defaultUpdate(keys: readonly TsigKeyFile[]): string {
  const grants = keys.map(({ name }) =>
    name === handKeyName
      ? `grant "${name}" zonesub ANY;`
      : `grant "${name}" zonesub A AAAA CNAME SRV PTR TXT;`,
  );
  return `update-policy { ${grants.join(' ')} };`;
}
