import { isBelow } from '../../dns/canonicalName.ts';
import { compareNames } from '../../dns/compareNames.ts';
import type { DomainName, Rdata, Rrset } from '../../dns/rrset.ts';
import { type Cut, cutOver } from '../../zone/cutOver.ts';
import type { HeldName } from '../../zone/heldName.ts';
import { recordsOwnedAt } from '../../zone/marker.ts';
import { heldAt, type Mirror } from '../../zone/mirror.ts';
import { unitOf } from '../../zone/unit.ts';
import type { ZoneContext } from '../zoneContext.ts';

type Context = Pick<ZoneContext, 'standing'> & {
  readonly options: Pick<ZoneContext['options'], 'owner'>;
};

/**
 * What keeps RRsets from being answered at a name: a delegation or a DNAME, whoever wrote it. A delegation of
 * ours keeps nothing from its own name, which we may change, and not the addresses of its servers (glue, RFC
 * 1034 §4.2.1) from theirs.
 */
export const cutAt = (context: Context, name: DomainName, rrsets: readonly Rrset[]): Cut | undefined => {
  const mirror = context.standing.mirror();
  const cut = mirror && cutOver(mirror.cuts, name, mirror.layout.apex);
  if (mirror === undefined || cut?.type !== 'NS') return cut;
  const servers = ownServers(context, mirror, cut.name);
  if (servers === undefined) return cut;
  return cut.name === name || isGlue(name, rrsets, servers) ? undefined : cut;
};

/** Whether RRsets at a name are glue of a delegation above: nobody is answered them alone. */
export const isGlueAt = ({ standing }: Context, name: DomainName, rrsets: readonly Rrset[]): boolean => {
  const mirror = standing.mirror();
  const cut = mirror && cutOver(mirror.cuts, name, mirror.layout.apex);
  return (
    mirror !== undefined && cut !== undefined && isGlue(name, rrsets, serversAt(heldAt(mirror, cut.name)))
  );
};

/**
 * A name of another writer that a new delegation would hide, and so take from them; undefined when there is
 * none. No condition of an UPDATE can say so: what comes below meanwhile is not seen.
 */
export const hiddenBy = (context: Context, delegation: Rrset): DomainName | undefined => {
  const mirror = context.standing.mirror();
  if (mirror === undefined) return undefined;
  const { name, rdatas } = delegation;
  const isHidden = (below: DomainName): boolean => below !== name && isBelow(below, name);
  const hidden: DomainName[] = [];
  for (const below of mirror.outside.names())
    if (isHidden(below) && isTheirs(context, below, heldAt(mirror, below), rdatas)) hidden.push(below);
  for (const key of mirror.territory.keys()) {
    const unit = unitOf(key);
    if (unit.kind === 'name' && isHidden(unit.name)) hidden.push(unit.name);
  }
  return hidden.sort(compareNames)[0];
};

const isTheirs = (
  { options }: Context,
  name: DomainName,
  held: HeldName,
  servers: readonly Rdata[],
): boolean => {
  if (held.others.length > 0) return true;
  const theirs = held.records.length - recordsOwnedAt(name, held, options.owner).length;
  return theirs > 0 && !(servers.includes(name) && held.records.every(isAddress));
};

/** The servers of a delegation that is ours as a whole. */
const ownServers = ({ options }: Context, mirror: Mirror, name: DomainName): readonly Rdata[] | undefined => {
  const held = heldAt(mirror, name);
  const servers = serversAt(held);
  const records = recordsOwnedAt(name, held, options.owner);
  return servers.length > 0 && serversAt({ records }).length === servers.length ? servers : undefined;
};

const serversAt = ({ records }: Pick<HeldName, 'records'>): readonly Rdata[] =>
  records.flatMap(({ type, rdata }) => (type === 'NS' ? [rdata] : []));

const isGlue = (name: DomainName, rrsets: readonly Rrset[], servers: readonly Rdata[]): boolean =>
  servers.includes(name) && rrsets.every(isAddress);

const isAddress = ({ type }: { readonly type: string }): boolean => type === 'A' || type === 'AAAA';
