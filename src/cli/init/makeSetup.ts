import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { SESSION_KEY_FILE } from '../../config/options/serverOptions.ts';
import type { Config } from '../../config/options.ts';
import { serverAddressText } from '../../config/values/socketAddress.ts';
import { parseCidr, reverseZonesOfCidr } from '../../dns/cidr.ts';
import type { DomainName, RecordType } from '../../dns/rrset.ts';
import { algorithmText } from '../../dns/tsig/tsigKey.ts';
import { typesOfSources } from '../../records/typesOfSources.ts';
import { readKeyFile } from '../../setup/readKeyFile.ts';
import type { CommandIo } from '../command.ts';
import { configurationFailure, type Failure } from '../failure.ts';
import { runTool } from '../runTool.ts';
import { NAMED_CONF } from './bindSteps.ts';
import { furtherOptions } from './furtherOptions.ts';
import { generateSecret } from './generateSecret.ts';
import { bare, type Setup, type SetupSubtree } from './setup.ts';

export type MadeSetup = { readonly kind: 'setup'; readonly setup: Setup } | Failure;

type SetupKey = Pick<Setup, 'keyName' | 'algorithm' | 'secret' | 'keyFile' | 'isSecretGiven'>;

/** Takes the key of `--key-file` or `--tsig-secret`, where one is given; makes one otherwise. */
export const makeSetup = async (
  config: Config,
  { env, cwd }: Pick<CommandIo, 'env' | 'cwd'>,
): Promise<MadeSetup> => {
  const twice = config.zones.find(({ zone }, at) =>
    config.zones.some((other, before) => before < at && other.zone === zone),
  );
  if (twice !== undefined)
    return configurationFailure(
      `Cannot init zone "${twice.zone}" twice: found several views of it, whose blocks only you know, needed one by --view NAME (docs/guides/split-horizon.md has an example)`,
    );
  const key = await keyOf({ ...config, keyFile: resolve(cwd, config.keyFile) }, env);
  if ('kind' in key) return key;
  const cidrs = config.reverse.flatMap((text) => parseCidr(text) ?? []);
  const reverse = [...new Set(cidrs.flatMap((cidr) => [...reverseZonesOfCidr(cidr)]))];
  return {
    kind: 'setup',
    setup: {
      ...key,
      isKeyKnown: await isKeyKnown(key.keyName, env),
      zones: [
        ...config.zones.flatMap((zone) =>
          zone.below === undefined
            ? [{ name: zone.zone, kind: 'forward', types: typesOfSources(zone) } as const]
            : [],
        ),
        ...reverse.map((name) => ({ name, kind: 'reverse', types: [] }) as const),
      ],
      subtrees: config.zones.flatMap((zone) =>
        zone.below === undefined ? [] : [subtreeOf(zone.zone, zone.below, typesOfSources(zone))],
      ),
      zoneFolder: resolve(cwd, config.zoneFolder),
      server: config.server.host,
      serverAddress: serverAddressText(config.server),
      reverse: cidrs,
      options: furtherOptions(config, cwd),
      lease: config.lease === undefined ? undefined : `${config.lease.namespace}/${config.lease.name}`,
    },
  };
};

const subtreeOf = (zone: DomainName, below: DomainName, types: readonly RecordType[]): SetupSubtree => ({
  name: zone,
  largerZone: zone.slice(below.length),
  below: bare(below),
  types,
});

/** Where `init` puts the key that it makes. */
const ownKeyFile = '/etc/bind/k8s-bind.key';

const keyOf = async (config: Config, env: NodeJS.ProcessEnv): Promise<SetupKey | Failure> => {
  const keyName = bare(config.tsigKeyName ?? 'k8s-bind');
  const isOwn = config.keyFile === SESSION_KEY_FILE;
  const keyFile = isOwn ? ownKeyFile : config.keyFile;
  const algorithm = config.tsigAlgorithm;
  if (config.tsigSecret !== undefined)
    return { keyName, algorithm, keyFile, secret: config.tsigSecret, isSecretGiven: true };
  const key = readKeyFile(keyFile, config.tsigKeyName);
  if (typeof key !== 'string')
    return {
      keyName: bare(key.name),
      algorithm: algorithmText(key),
      secret: key.secret.export().toString('base64'),
      keyFile,
      isSecretGiven: false,
    };
  if (!isOwn) return configurationFailure(key);
  const secret = await generateSecret(algorithm, keyName, env);
  return { keyName, algorithm, keyFile, secret, isSecretGiven: !madeByKeygen.test(algorithm) };
};

/** tsig-keygen knows no short MACs. */
const madeByKeygen = /^hmac-[a-z0-9]+$/;

/** Whether named has a key of this name by another file than ours: it takes none twice. */
const isKeyKnown = async (keyName: string, env: NodeJS.ProcessEnv): Promise<boolean> => {
  if (existsSync(NAMED_CONF)) return false;
  const { stdout, failed } = await runTool('named-checkconf', ['-px'], { env });
  return !failed && stdout.split('\n').includes(`key "${keyName}" {`);
};
