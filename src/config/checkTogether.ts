import { addressOfOctets } from '../dns/address.ts';
import { checkName } from '../dns/canonicalName.ts';
import { type Cidr, cidrContains, parseCidr } from '../dns/cidr.ts';
import { SESSION_KEY_FILE } from './options/serverOptions.ts';
import type { OptionValues, ZoneConfig } from './options.ts';
import { ConfigProblem } from './setting.ts';

/**
 * Checks options against one another: values that exclude or need one another. Throws {@link ConfigProblem}.
 */
export const checkTogether = (values: OptionValues, zones: readonly ZoneConfig[]): void => {
  const other = values.master === undefined ? values.kubeconfig : values.master;
  if (values.manifests !== undefined && other !== undefined) {
    throw new ConfigProblem(
      `Cannot use --manifests "${values.manifests}": found "${other}" for a cluster too, needed one source of Services`,
    );
  }
  const hasRules = zones.some(({ ingressRules }) => ingressRules.length > 0);
  if (hasRules && !zones.some(({ sources }) => sources.includes('ingress'))) {
    throw new ConfigProblem(
      'Cannot use ingress: found no zone that has names of Ingresses, needed --source ingress',
    );
  }
  checkRender(values);
  for (const zone of zones) checkZone(zone);
  for (const [index, zone] of zones.entries()) checkDistinct(zone, zones.slice(0, index));
};

/** Two templates that write one file would write it for ever. */
const checkRender = ({ render, renderTemplate, renderOutput }: OptionValues): void => {
  const outputs = render.map(({ output }) => output);
  const twice = outputs.find((output, at) => outputs.indexOf(output) !== at);
  if (twice !== undefined) {
    throw new ConfigProblem(`Cannot use render: found two entries with the output "${twice}", needed one`);
  }
  if ((renderTemplate === undefined) !== (renderOutput === undefined)) {
    const missing = renderTemplate === undefined ? '--template' : '--output';
    throw new ConfigProblem(`Cannot render: found half of what it takes, needed ${missing} FILE too`);
  }
};

const checkZone = (zone: ZoneConfig): void => {
  const about = `Cannot use zone "${zone.zone}":`;
  if (checkName(zone.zone) !== undefined) {
    throw new ConfigProblem(`${about} found more than 255 octets with --below, needed a shorter name`);
  }
  // With a key file of its own the name chooses one of several keys in it.
  const chooses = zone.tsigSecret === undefined && zone.keyFile !== SESSION_KEY_FILE;
  if (!chooses && (zone.tsigKeyName === undefined) !== (zone.tsigSecret === undefined)) {
    const missing = zone.tsigSecret === undefined ? '--tsig-secret' : '--tsig-key-name';
    throw new ConfigProblem(`${about} found half of a TSIG key, needed ${missing} too`);
  }
  if (zone.gssTsig && zone.tsigSecret !== undefined) {
    throw new ConfigProblem(`${about} found --gss-tsig and --tsig-secret, needed one of them`);
  }
  if ((zone.tlsCert === undefined) !== (zone.tlsKey === undefined)) {
    const missing = zone.tlsKey === undefined ? '--tls-key' : '--tls-cert';
    throw new ConfigProblem(`${about} found half of a client certificate, needed ${missing} too`);
  }
  if (zone.server.transport === 'tcp' && (zone.tlsCa ?? zone.tlsCert ?? zone.tlsServerName) !== undefined) {
    throw new ConfigProblem(
      `${about} found TLS options and a server without TLS, needed --server tls://HOST`,
    );
  }
  if (zone.sources.includes('service') && zone.sources.includes('import')) {
    throw new ConfigProblem(
      `${about} found --source service and import, needed one of them: both have the names below svc`,
    );
  }
  const excluded = firstExcluded(zone);
  if (excluded !== undefined) {
    throw new ConfigProblem(
      `${about} found --network ${excluded} within an --exclude-network, needed one that leaves addresses`,
    );
  }
  const classes = zone.ingressRules.map(({ className }) => className);
  const twice = classes.find((name, at) => classes.indexOf(name) !== at);
  if (twice !== undefined) {
    throw new ConfigProblem(`${about} found two ingress rules for class "${twice}", needed one`);
  }
  if (zone.minTtlSeconds > zone.maxTtlSeconds) {
    const found = `--min-ttl ${zone.minTtlSeconds}s and --max-ttl ${zone.maxTtlSeconds}s`;
    throw new ConfigProblem(`${about} found ${found}, needed the smaller one first`);
  }
};

/** A network of which nothing would be published. */
const firstExcluded = ({ networks, excludeNetworks }: ZoneConfig): string | undefined => {
  const excluded = excludeNetworks.flatMap((text) => parseCidr(text) ?? []);
  return networks.find((text) => {
    const network = parseCidr(text);
    return network !== undefined && excluded.some((outer) => isWithin(network, outer));
  });
};

const isWithin = (network: Cidr, outer: Cidr): boolean =>
  network.prefixLength >= outer.prefixLength && cidrContains(outer, addressOfOctets(network.octets));

/**
 * One zone at one server by one key is written by one loop: the key may choose a view, and each view is a
 * zone of its own. Zones of one name have names for their views, by which people tell them apart.
 */
const checkDistinct = (zone: ZoneConfig, before: readonly ZoneConfig[]): void => {
  const about = `Cannot use zone "${zone.zone}":`;
  if (before.some((other) => identity(other) === identity(zone))) {
    throw new ConfigProblem(`${about} found it twice with one server and key, needed it once`);
  }
  const namesakes = before.filter((other) => other.zone === zone.zone);
  if (namesakes.some(({ view }) => view === undefined) || (namesakes.length > 0 && zone.view === undefined)) {
    throw new ConfigProblem(
      `${about} found it twice, needed a name in each entry that tells them apart, such as "view: internal" and "view: external"`,
    );
  }
  if (namesakes.some(({ view }) => view === zone.view)) {
    throw new ConfigProblem(`${about} found its view "${zone.view}" twice, needed another name for each`);
  }
};

const identity = ({ zone, server, keyFile, tsigKeyName }: ZoneConfig): string =>
  [zone, server.host, server.port, keyFile, tsigKeyName ?? ''].join(' ');
