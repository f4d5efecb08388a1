import { ingressRequests } from './ingressRequests.ts';
import type { OracleRrset } from './joinRrsets.ts';
import { textAt } from './json.ts';
import type { Cluster, OracleRules } from './oracle.ts';
import { readService } from './readService.ts';
import { gatewayAddresses, isRouteAccepted, routeRequests } from './routeRequests.ts';
import { serviceRequests } from './serviceRequests.ts';
import { serviceRrsets } from './serviceRrsets.ts';
import { times } from './times.ts';

/**
 * What stays though nothing asks for it now (SOURCES.md S2): an object that exists and has lost its address
 * keeps its records until it goes, changes its class or type, has another address, or the time is over. Only
 * names that one object alone asks for are looked at.
 */
export type HoldMemory = {
  /** The cluster has changed. */
  readonly note: (cluster: Cluster, nowMs: number) => void;
  /** Versions of the past come back, and with them objects that nobody has seen change. */
  readonly forget: () => void;
  readonly at: (name: string) => Held | undefined;
};

export type Held = {
  readonly who: string;
  readonly rrsets: readonly OracleRrset[];
  /** Since when these records were asked for or held, without a moment in between. */
  readonly sinceMs: number;
  readonly isLost: boolean;
  /**
   * When the address was lost for the first time: that it was back in between may have passed a process by,
   * whose watches bring a route and its Gateway in any order.
   */
  readonly lostMs: number | undefined;
  /** When the records before these were lost: a process that these passed by holds those from then on. */
  readonly earlierLostMs: number | undefined;
  /** Of a route: whether it is accepted, and since when that is so. */
  readonly isAccepted: boolean;
  readonly turnedMs: number;
  /**
   * A Gateway had other addresses at about the time of the loss, or at about the time when its route, which
   * waited already, was accepted no more: who hears of the Gateway first gives its routes what it has now, and
   * holds that.
   */
  readonly isUnclear: boolean;
};

export const createHoldMemory = (rules: OracleRules): HoldMemory => {
  let held = new Map<string, Held>();
  let gateways = '';
  let gatewaysMs = Number.NEGATIVE_INFINITY;
  return {
    note: (cluster, nowMs) => {
      const before = held;
      const gatewaysNow = cluster.gateways.flatMap(gatewayAddresses).join(' ');
      if (gatewaysNow !== gateways && gatewaysNow !== '') gatewaysMs = nowMs;
      gateways = gatewaysNow;
      held = new Map();
      for (const [name, askers] of Map.groupBy(asking(cluster, rules), (asker) => asker.name)) {
        const [asker] = askers;
        const old = before.get(name);
        const isSame = old?.who === asker?.who;
        if (asker === undefined || askers.length > 1) continue;
        const { isAccepted } = asker;
        const turnedMs = isSame && old?.isAccepted === isAccepted ? old.turnedMs : nowMs;
        if (asker.rrsets.length === 0) {
          if (asker.waits && isSame && old !== undefined) {
            const lostMs = old.lostMs ?? lossBefore(old, nowMs) ?? nowMs;
            const isNear = (ms: number): boolean => Math.abs(gatewaysMs - ms) <= times.hearing;
            const isUnclear =
              old.isUnclear || (asker.ofGateway === true && (isNear(lostMs) || isNear(turnedMs)));
            held.set(name, { ...old, isLost: true, lostMs, isAccepted, turnedMs, isUnclear });
          }
        } else if (isSame && old !== undefined && textOf(old.rrsets) === textOf(asker.rrsets))
          held.set(name, { ...old, isLost: false, isAccepted, turnedMs });
        else
          held.set(name, {
            who: asker.who,
            rrsets: asker.rrsets,
            sinceMs: nowMs,
            isLost: false,
            lostMs: undefined,
            earlierLostMs: isSame && old !== undefined ? lossBefore(old, nowMs) : undefined,
            isAccepted,
            turnedMs,
            isUnclear: false,
          });
      }
    },
    forget: () => {
      held = new Map();
    },
    at: (name) => held.get(name),
  };
};

/** So short a time may pass a process by. */
const isBrief = ({ sinceMs }: Held, nowMs: number): boolean => nowMs - sinceMs <= times.hearing;

const lossBefore = (old: Held, nowMs: number): number | undefined =>
  old.isLost || isBrief(old, nowMs) ? (old.lostMs ?? old.earlierLostMs) : undefined;

const textOf = (rrsets: readonly OracleRrset[]): string => JSON.stringify(rrsets);

/** Who asks for a name, with what it has for it now. `who` changes with the class or type of the object. */
type Asker = {
  readonly name: string;
  readonly who: string;
  readonly waits: boolean;
  readonly ofGateway?: true;
  /** What is no route needs nobody's acceptance. */
  readonly isAccepted: boolean;
  readonly rrsets: readonly OracleRrset[];
};

const asking = (cluster: Cluster, rules: OracleRules): readonly Asker[] => [
  ...cluster.ingresses.flatMap((json) => {
    const as = textAt(json, 'spec', 'ingressClassName');
    return ingressRequests(json, rules).map(({ who, base, rrsets }) => ({
      name: base,
      who: `Ingress ${who.namespace}/${who.name} ${as}`,
      waits: true,
      isAccepted: true,
      rrsets,
    }));
  }),
  ...cluster.httproutes.flatMap((json) =>
    routeRequests(json, cluster, rules).map(({ who, base, rrsets }) => ({
      name: base,
      who: `HTTPRoute ${who.namespace}/${who.name}`,
      waits: true,
      ofGateway: true as const,
      isAccepted: isRouteAccepted(json),
      rrsets,
    })),
  ),
  ...cluster.services.flatMap((json) => {
    const service = readService(json, cluster.endpointslices);
    const own = `${service.name}.${service.namespace}.svc.${rules.zone}`;
    const who = `Service ${service.namespace}/${service.name} ${service.isBalanced}`;
    // The names that it has with an address, or would have with one.
    const full = service.addresses.length === 0 ? { ...service, addresses: ['192.0.2.0'] } : service;
    const there = (of: typeof service): readonly OracleRrset[] => [
      ...serviceRrsets(of, own, own),
      ...serviceRequests(of, own, rules).flatMap(({ rrsets }) => rrsets),
    ];
    const now = there(service);
    const names = new Set(there(full).map(({ name }) => name));
    return [...names].map((name) => ({
      name,
      who,
      waits: service.isBalanced,
      isAccepted: true,
      rrsets: now.filter((rrset) => rrset.name === name),
    }));
  }),
];
