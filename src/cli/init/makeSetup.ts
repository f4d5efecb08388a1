import { SESSION_KEY_FILE } from '../../config/options/serverOptions.ts';
import type { Config } from '../../config/options.ts';
import { serverAddressText } from '../../config/values/socketAddress.ts';
import { parseCidr, reverseZonesOfCidr } from '../../dns/cidr.ts';
import type { DomainName, RecordType } from '../../dns/rrset.ts';
import { algorithmText } from '../../dns/tsig/tsigKey.ts';
import { typesOfSources } from '../../records/typesOfSources.ts';
import { readKeyFile } from '../../setup/readKeyFile.ts';
import { configurationFailure, type Failure } from '../failure.ts';
import { generateSecret } from './generateSecret.ts';
import { bare, type Setup, type SetupSubtree } from './setup.ts';

export type MadeSetup = { readonly kind: 'setup'; readonly setup: Setup; readonly newKey: boolean } | Failure;

type SetupKey = Pick<Setup, 'keyName' | 'algorithm' | 'secret' | 'keyFile'> & { readonly isNew: boolean };

/** Takes the key of `--key-file` or `--tsig-secret`, where one is given; makes one otherwise. */
export const makeSetup = async (config: Config, env: NodeJS.ProcessEnv): Promise<MadeSetup> => {
  const twice = config.zones.find(({ zone }, at) =>
    config.zones.some((other, before) => before < at && other.zone === zone),
  );
  if (twice !== undefined)
    return configurationFailure(
      `Cannot init zone "${twice.zone}" twice: found several views of it, whose blocks only you know, needed one by --view NAME (docs/guides/split-horizon.md has an example)`,
    );
  const key = await keyOf(config, env);
  if ('kind' in key) return key;
  const cidrs = config.reverse.flatMap((text) => parseCidr(text) ?? []);
  const reverse = [...new Set(cidrs.flatMap((cidr) => [...reverseZonesOfCidr(cidr)]))];
  const { isNew, ...signing } = key;
  return {
    kind: 'setup',
    newKey: isNew,
    setup: {
      ...signing,
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
      zoneFolder: config.zoneFolder.replace(/\/+$/, ''),
      server: config.server.host,
      serverAddress: serverAddressText(config.server),
      reverse: cidrs,
    },
  };
};

const subtreeOf = (zone: DomainName, below: DomainName, types: readonly RecordType[]): SetupSubtree => ({
  name: zone,
  largerZone: zone.slice(below.length),
  below: bare(below),
  types,
});

const keyOf = async (config: Config, env: NodeJS.ProcessEnv): Promise<SetupKey | Failure> => {
  const keyName = bare(config.tsigKeyName ?? 'k8s-bind');
  const keyFile = config.keyFile === SESSION_KEY_FILE ? '/etc/bind/k8s-bind.key' : config.keyFile;
  const algorithm = config.tsigAlgorithm;
  if (config.tsigSecret !== undefined) {
    return { keyName, algorithm, keyFile, secret: config.tsigSecret, isNew: false };
  }
  if (config.keyFile === SESSION_KEY_FILE) {
    return {
      keyName,
      algorithm,
      keyFile,
      secret: await generateSecret(algorithm, keyName, env),
      isNew: true,
    };
  }
  const key = readKeyFile(keyFile, config.tsigKeyName);
  if (typeof key === 'string') return configurationFailure(key);
  return {
    keyName: bare(key.name),
    algorithm: algorithmText(key),
    secret: key.secret.export().toString('base64'),
    keyFile,
    isNew: false,
  };
};
