import { randomBytes } from 'node:crypto';
import { copyFileSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { demoAddress } from './probePort.ts';

/** The private name server's folder: named.conf, its zone, a key, and named's log. */
export type DemoFolder = {
  readonly path: string;
  readonly keyFile: string;
  readonly logFile: string;
  readonly conf: string;
  /** The program to start. */
  readonly named: string;
  /** At once, so that it can be done while the process exits. */
  readonly remove: () => void;
};

const keyName = 'k8s-bind.';

export const makeDemoFolder = (settings: {
  readonly zone: string;
  readonly port: number;
  readonly named: string;
}): DemoFolder => {
  const path = mkdtempSync(join(tmpdir(), 'k8s-bind-demo-'));
  const keyFile = join(path, 'k8s-bind.key');
  const conf = join(path, 'named.conf');
  writeFileSync(keyFile, keyText(), { mode: 0o600 });
  writeFileSync(conf, confText(settings.zone, settings.port, path));
  writeFileSync(join(path, 'demo.zone'), zoneText(settings.zone));
  return {
    path,
    keyFile,
    conf,
    logFile: join(path, 'named.log'),
    named: unconfined(settings.named, path),
    remove: () => rmSync(path, { recursive: true, force: true, maxRetries: 3 }),
  };
};

const keyText = (): string =>
  `key "${keyName}" {\n\talgorithm hmac-sha256;\n\tsecret "${randomBytes(32).toString('base64')}";\n};\n`;

const confText = (zone: string, port: number, folder: string): string => `options {
  directory "${folder}";
  listen-on port ${port} { ${demoAddress}; };
  listen-on-v6 { none; };
  recursion no;
  notify no;
  dnssec-validation no;
  pid-file none;
  session-keyfile none;
};
logging {
  channel file { file "named.log"; severity info; print-time yes; print-severity yes; };
  category default { file; };
};
controls { };
include "${folder}/k8s-bind.key";
zone "${zone}" {
  type primary;
  file "demo.zone";
  update-policy { grant ${keyName} zonesub A AAAA CNAME SRV PTR TXT; };
  allow-transfer { 127.0.0.0/8; };
};
`;

/** The address of the name server stands there as a record written by hand, which k8s-bind leaves alone. */
const zoneText = (zone: string): string => `$ORIGIN ${zone}
$TTL 300
@   SOA ns hostmaster 1 3600 600 86400 5
@   NS  ns
ns  A   ${demoAddress}
`;

/**
 * Where AppArmor is on, Debian's profile keeps named out of every folder but its own; it goes by the path, so
 * a copy is free of it.
 */
const unconfined = (named: string, folder: string): string => {
  const appArmor = '/sys/module/apparmor/parameters/enabled';
  if (!existsSync(appArmor) || readFileSync(appArmor, 'utf8').trim() !== 'Y') return named;
  const copy = join(folder, 'named');
  copyFileSync(named, copy);
  return copy;
};
