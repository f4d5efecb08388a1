import { hasZonalNames } from '../records/answers/topologyZones.ts';
import type { ContentFault } from './contentFault.ts';
import { brokenLink, link } from './link.ts';
import type { Origin } from './origin.ts';
import { ownFault } from './ownFault.ts';
import { faultLink, rrsetLink } from './rrsetLink.ts';
import { rrsetsAt } from './rrsetsAt.ts';
import type { ServiceName } from './serviceName.ts';
import { withoutType } from './withoutType.ts';

/** `ZONE.pin._zone` and `ZONE.prefer._zone` below a headless Service's own name. */
export const zonalOrigin = (named: ServiceName): Pick<Origin, 'links' | 'rrsets'> => {
  const { name, type, zone, context } = named;
  if (!hasZonalNames(context)) {
    const isHeadless = context.service.kind === 'headless';
    const detail = isHeadless
      ? 'names of topology zones are not turned on'
      : 'only headless Services have names of topology zones';
    const fix = isHeadless ? { fix: '--zonal-names, and check-names ignore; in the zone' } : {};
    return { links: [brokenLink('rule', 'names-off', { subject: name, detail, ...fix })], rrsets: [] };
  }
  const rule = link('rule', '', 'the name of a topology zone (--zonal-names)');
  if (rrsetsAt(zone, context.name).length === 0) return { links: [rule, ownFault(named)], rrsets: [] };
  const own = rrsetsAt(zone, name);
  const wildcard = `*.${name.slice(name.indexOf('.') + 1)}`;
  const rrsets = own.length > 0 ? own : rrsetsAt(zone, wildcard).map((rrset) => ({ ...rrset, name }));
  const nothing: ContentFault = {
    reason: 'no-data',
    detail: 'names of topology zones are ZONE.pin._zone and ZONE.prefer._zone',
  };
  return {
    links: [rule, rrsets.length === 0 ? faultLink(name, nothing) : rrsetLink(rrsets, type, absent)],
    rrsets,
  };
};

const absent = withoutType((type) => `no ready endpoint of this topology zone has a record for ${type}`);
