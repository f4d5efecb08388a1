import type { Fate } from './network.ts';

/** One thing that happens, and how long the world then goes on before the next. */
export type Step = { readonly waitMs: number } & Happening;

export type Happening = ObjectStep | HandStep | ServerStep | ApiStep | ProcessStep;

export type Endpoint = { readonly address: string; readonly ready: boolean; readonly hostname?: string };

export type ServiceSpec =
  | {
      readonly kind: 'cluster-ip';
      readonly addresses: readonly string[];
      readonly ports: readonly string[];
      readonly hostname?: string;
    }
  | { readonly kind: 'headless' }
  | { readonly kind: 'alias'; readonly target: string }
  /** A load balancer gives the addresses, or has given none yet, or has lost them. */
  | { readonly kind: 'balancer'; readonly addresses: readonly string[]; readonly hostname?: string };

export type IngressSpec = {
  readonly className: string;
  readonly hosts: readonly string[];
  /** Of its status. */
  readonly addresses: readonly string[];
};

/** A Gateway with one listener for all hosts, and whether that is accepted. */
export type GatewaySpec = { readonly addresses: readonly string[]; readonly isAccepted: boolean };
export type RouteSpec = { readonly hosts: readonly string[]; readonly isAccepted: boolean };

/** What the cluster's users do. */
export type ObjectStep =
  | { readonly do: 'service'; readonly key: string; readonly spec: ServiceSpec }
  | {
      readonly do: 'slice';
      readonly key: string;
      readonly endpoints: readonly Endpoint[];
      readonly port: string;
    }
  | { readonly do: 'ingress'; readonly key: string; readonly spec: IngressSpec }
  | { readonly do: 'gateway'; readonly key: string; readonly spec: GatewaySpec }
  | { readonly do: 'route'; readonly key: string; readonly spec: RouteSpec }
  | {
      readonly do: 'remove';
      readonly key: string;
      readonly what: 'service' | 'slice' | 'ingress' | 'gateway' | 'route';
    };

/** Another hand writes or deletes records by an UPDATE of its own, or edits the file of a frozen zone. */
export type HandStep =
  | { readonly do: 'hand-add'; readonly name: string; readonly type: HandType; readonly number: number }
  | { readonly do: 'hand-delete'; readonly name: string; readonly type: HandType }
  | { readonly do: 'hand-marker'; readonly name: string; readonly how: 'delete' | 'junk' }
  | { readonly do: 'hand-claim'; readonly how: 'junk' }
  | {
      readonly do: 'file-edit';
      readonly name: string;
      readonly number: number;
      readonly keepsSerial: boolean;
    };

export type HandType = 'A' | 'AAAA' | 'TXT' | 'CNAME' | 'MX' | 'NS' | 'PTR' | 'SRV' | 'TYPE65280';

/** What befalls the name server, and the way to it. */
export type ServerStep =
  | { readonly do: 'freeze'; readonly forMs: number; readonly of?: 'reverse' }
  | { readonly do: 'zone-mark'; readonly of?: 'reverse' }
  | { readonly do: 'zone-restore'; readonly mark: number; readonly of?: 'reverse' }
  | { readonly do: 'journal-loss'; readonly of?: 'reverse' }
  | { readonly do: 'ixfr'; readonly served: boolean; readonly of?: 'reverse' }
  | { readonly do: 'limit'; readonly records: number }
  /** What `update-policy` does not grant any more: a type, or addresses above a count. */
  | { readonly do: 'refuse'; readonly type: 'A' | 'AAAA' | 'SRV' | 'TXT' | 'none' }
  | { readonly do: 'omit'; readonly above: number }
  | { readonly do: 'fates'; readonly fates: readonly Fate[] }
  | { readonly do: 'server-restart'; readonly downMs: number; readonly losesJournal: boolean }
  | { readonly do: 'partition'; readonly daemon: number; readonly forMs: number };

export type ApiStep =
  | { readonly do: 'api'; readonly how: 'cut' | 'compact' | 'mark' }
  | { readonly do: 'api-stall'; readonly forMs: number }
  | { readonly do: 'api-restart'; readonly downMs: number }
  | { readonly do: 'api-fail'; readonly status: number; readonly forMs: number }
  | { readonly do: 'api-restore'; readonly mark: number };

export type ProcessStep =
  | { readonly do: 'kill'; readonly daemon: number; readonly downMs: number }
  | { readonly do: 'stop'; readonly daemon: number; readonly downMs: number }
  /** A process ends, and nobody starts it again while another lives. */
  | { readonly do: 'leave'; readonly daemon: number; readonly how: 'kill' | 'stop' }
  | { readonly do: 'pause'; readonly daemon: number; readonly forMs: number }
  | { readonly do: 'clock'; readonly of: 'daemon' | 'server'; readonly byMs: number }
  | { readonly do: 'replica' }
  | { readonly do: 'rival' };
