import { copyFile, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { zoneFileName } from '../namedConf.ts';
import { run } from '../process.ts';
import type { Backup, HandWritten, Primary, PrimaryOptions, PrimaryZone } from './primary.ts';
import { layOutPrimary, type PrimaryFolder, runPrimary, type WhileDown } from './primaryParts.ts';
import { snippet } from './snippet.ts';

const schema = '/usr/share/pdns-backend-sqlite3/schema/schema.sqlite3.sql';

/** PowerDNS on SQLite, configured as docs/primaries.md says. */
export const startPowerDns = async (
  zones: readonly PrimaryZone[],
  options: PrimaryOptions = {},
): Promise<Primary> => {
  const parts = await layOutPrimary('powerdns', zones, options);
  const { folder } = parts;
  await writeConfiguration(parts, options);
  const database = new DatabaseSync(join(folder, 'pdns.sqlite3'));
  database.exec(await readFile(schema, 'utf8'));
  database.close();
  const tool =
    (program: string): Tool =>
    (...args) =>
      run([program, `--config-dir=${folder}`, ...args], { cwd: folder });
  const tools: Tools = { pdnsutil: tool('pdnsutil'), pdnsControl: tool('pdns_control') };
  for (const { name } of zones) {
    await addZone(parts, tools.pdnsutil, name);
    if (options.signed === true) await tools.pdnsutil('secure-zone', name);
  }
  const command = ['pdns_server', `--config-dir=${folder}`, '--daemon=no', '--guardian=no'];
  return runPrimary(parts, command, {
    edit: (zone, rrset) => edit(tools, zone, rrset),
    backUp: (_zone, whileDown) => backUp(join(folder, 'pdns.sqlite3'), whileDown),
  });
};

const writeConfiguration = async (
  { folder, port }: PrimaryFolder,
  { withoutType, signed = false }: PrimaryOptions,
): Promise<void> => {
  const conf = snippet('/etc/powerdns/pdns.d/k8s-bind.conf').replace('/var/lib/powerdns', folder);
  const own = `local-address=127.0.0.1\nlocal-port=${port}\nsocket-dir=${folder}\nsecurity-poll-suffix=\n`;
  const policy = withoutType === undefined ? '' : `lua-dnsupdate-policy-script=${folder}/policy.lua\n`;
  const signing = signed ? 'gsqlite3-dnssec=yes\n' : '';
  await writeFile(join(folder, 'pdns.conf'), `${conf}${own}${policy}${signing}`);
  await writeFile(join(folder, 'policy.lua'), policyScript(withoutType));
};

/** PowerDNS has no rights by type but what a script says, which then stands in place of every other check. */
const policyScript = (withoutType: string | undefined): string => `function updatepolicy(input)
  return input:getTsigName():toString() == "k8s-bind." and input:getQType() ~= pdns.${withoutType}
end
`;

type Tool = (...args: readonly string[]) => Promise<string>;
type Tools = Readonly<Record<'pdnsutil' | 'pdnsControl', Tool>>;

/** The commands of the page; the other administrator's key is added where it has ours. */
const addZone = async (parts: PrimaryFolder, pdnsutil: Tool, zone: string): Promise<void> => {
  const { keys, secondaryPort } = parts;
  const actual = new Map([
    ['k8s.example.zone', zoneFileName(zone)],
    ['k8s.example', zone],
    ['SECRET', keys['k8s-bind'].secret],
    ['SECONDARY-SECRET', keys.secondary.secret],
    ['192.0.2.2', `127.0.0.1:${secondaryPort}`],
  ]);
  const commands = snippet('once for each zone')
    .replace('hmac-sha256', keys['k8s-bind'].algorithm)
    .split('\n')
    .filter((line) => line.startsWith('pdnsutil '))
    .map((line) => line.split(' ').slice(1))
    .map((words) => words.map((word) => actual.get(word) ?? word));
  for (const words of commands) {
    const isOfKeys = words[2]?.startsWith('TSIG-ALLOW-') === true;
    await pdnsutil(...words, ...(isOfKeys ? ['hand'] : []));
  }
  await pdnsutil('import-tsig-key', 'hand', keys.hand.algorithm, keys.hand.secret);
};

/**
 * Without increase-serial nobody who asks for the SOA would see the change; without purge, not before the
 * server's caches let go of what they hold (20 seconds).
 */
const edit = async (
  { pdnsutil, pdnsControl }: Tools,
  zone: string,
  { name, type, ttlSeconds, rdatas }: HandWritten,
): Promise<void> => {
  // Names are relative to the zone.
  const relative = name.slice(0, -`.${zone}.`.length);
  if (rdatas.length === 0) await pdnsutil('delete-rrset', zone, relative, type);
  else await pdnsutil('replace-rrset', zone, relative, type, String(ttlSeconds), ...rdatas);
  await pdnsutil('increase-serial', zone);
  await pdnsControl('purge', `${zone}$`);
};

/** All zones are in one database. SQLite keeps its last changes in files beside it. */
const backUp = async (file: string, whileDown: WhileDown): Promise<Backup> => {
  const database = new DatabaseSync(file);
  database.exec(`VACUUM INTO '${file}.backup'`);
  database.close();
  const restore = async (): Promise<void> => {
    for (const suffix of ['-wal', '-shm']) await rm(`${file}${suffix}`, { force: true });
    await copyFile(`${file}.backup`, file);
  };
  return { restore: () => whileDown(restore) };
};
