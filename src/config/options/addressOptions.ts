import { parseAddressPolicy } from '../nameTemplate.ts';
import { list, single, toggle } from '../option.ts';
import { parseCidr } from '../values/parseCidr.ts';
import { parseChoice } from '../values/parseText.ts';
import { WITH_RECORDS } from './allCommands.ts';

const common = { commands: WITH_RECORDS, perZone: true } as const;

/** Which addresses are published, and which way back from them. */
export const ADDRESS_OPTIONS = {
  addresses: single(parseAddressPolicy, {
    ...common,
    flag: 'addresses',
    metavar: 'POLICY',
    group: 'addresses',
    fallback: 'cluster-ip',
    help: 'which addresses are published: cluster-ip, endpoints, external or node',
  }),
  networks: list(parseCidr, {
    ...common,
    flag: 'network',
    file: 'networks',
    metavar: 'CIDR[,CIDR]',
    group: 'addresses',
    help: 'publish only addresses of these networks, such as those of an internal view; a name that has no address in them is not there',
  }),
  excludeNetworks: list(parseCidr, {
    ...common,
    flag: 'exclude-network',
    file: 'excludeNetworks',
    metavar: 'CIDR[,CIDR]',
    group: 'addresses',
    help: 'publish no address of these networks',
  }),
  nodeAddress: list(parseChoice('ExternalIP', 'InternalIP'), {
    ...common,
    flag: 'node-address',
    metavar: 'TYPE[,TYPE]',
    group: 'addresses',
    fallback: ['ExternalIP', 'InternalIP'],
    help: 'with --addresses node and --source node: the first of these types that a node has in the networks of --network',
  }),
  watchNodes: toggle({
    ...common,
    flag: 'watch-nodes',
    group: 'addresses',
    help: "watch nodes although only annotations ask for their addresses (k8s-bind.io/addresses: node, external-dns's names of NodePort Services)",
  }),
  externalNameAddresses: toggle({
    ...common,
    flag: 'external-name-addresses',
    group: 'addresses',
    help: 'an externalName that is an address becomes A or AAAA, in place of being left out',
  }),
  hideEmpty: toggle({
    ...common,
    flag: 'hide-empty',
    group: 'addresses',
    help: 'a ClusterIP Service without a ready endpoint is not published',
  }),
  reverse: list(parseCidr, {
    ...common,
    flag: 'reverse',
    metavar: 'CIDR',
    group: 'reverse zones',
    help: 'write PTR records for addresses of this network; BIND is asked for its zones',
  }),
  reverseMissing: single(parseChoice('fail', 'ignore'), {
    ...common,
    flag: 'reverse-missing',
    metavar: 'fail|ignore',
    group: 'reverse zones',
    fallback: 'fail',
    help: 'what to do when BIND has no zone for a --reverse network',
  }),
  ptr: single(parseChoice('all', 'hostname-only', 'one', 'cluster-ip-only', 'none'), {
    ...common,
    flag: 'ptr',
    metavar: 'WHICH',
    group: 'reverse zones',
    fallback: 'all',
    help: 'which names an address gets: all, hostname-only, one, cluster-ip-only or none',
  }),
} as const;
