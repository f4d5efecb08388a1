import { sourceNames } from '../../model/sourceName.ts';
import { ingressRuleSchema } from '../ingressRule.ts';
import { list, single, toggle } from '../option.ts';
import { parseHoldMs } from '../values/parseDurationMs.ts';
import { parseChoice, parsePattern, parseText } from '../values/parseText.ts';
import { WITH_RECORDS } from './allCommands.ts';

/** `NAMESPACE/NAME` of an object. */
const parseObjectName = parsePattern(/^[a-z0-9-]{1,63}\/[a-z0-9.-]{1,253}$/, 'NAMESPACE/NAME');

const common = { commands: WITH_RECORDS, perZone: true } as const;

/** Which kinds of objects names come from, and what of each kind counts. */
export const SOURCE_OPTIONS = {
  sources: list(parseChoice(...sourceNames), {
    ...common,
    flag: 'source',
    file: 'sources',
    metavar: 'KIND[,KIND]',
    group: 'names',
    fallback: ['service'],
    help: 'what names come from: service, gateway, ingress, dnsendpoint, node, pod, import',
  }),
  ingressClasses: list(parseText, {
    ...common,
    flag: 'ingress-class',
    file: 'ingressClasses',
    metavar: 'NAME[,NAME]',
    group: 'names',
    help: 'with --source ingress: only Ingresses of these classes',
  }),
  ingressTlsHosts: toggle({
    ...common,
    flag: 'ingress-tls-hosts',
    group: 'names',
    help: 'with --source ingress: the hosts of spec.tls too, without wildcards',
  }),
  ingressRules: list(ingressRuleSchema, {
    ...common,
    flag: 'ingress',
    fileOnly: true,
    metavar: '',
    group: 'addresses',
    help: 'with --source ingress: addresses of a class, for a controller that sets no status (file only)',
  }),
  gateways: list(parseObjectName, {
    ...common,
    flag: 'gateway',
    file: 'gateways',
    metavar: 'NS/NAME[,NS/NAME]',
    group: 'names',
    help: 'with --source gateway: only routes of these Gateways',
  }),
  gatewayClasses: list(parseText, {
    ...common,
    flag: 'gateway-class',
    file: 'gatewayClasses',
    metavar: 'NAME[,NAME]',
    group: 'names',
    help: 'with --source gateway: only routes of Gateways of these classes',
  }),
  gatewayWildcards: toggle({
    ...common,
    flag: 'gateway-wildcards',
    group: 'names',
    help: 'a route without hosts asks for the wildcard of its listener',
  }),
  holdMs: single(parseHoldMs, {
    ...common,
    flag: 'hold',
    metavar: 'DURATION',
    group: 'safety',
    fallback: '10m',
    help: 'how long records stay whose object has lost its address for a while; 0: not at all, or forever',
  }),
} as const;
