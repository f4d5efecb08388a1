import { randomInt } from 'node:crypto';
import { keyNameOf, openZoneClient } from '../../setup/openZoneClient.ts';
import { type Reach, reachSameZone } from '../../setup/reachSameZone.ts';
import { factsOf } from '../../setup/zoneParts.ts';
import { makeProblem } from '../../telemetry/problems.ts';
import type { CheckedZone } from './checkZone.ts';
import { type Finding, type FindingGroup, faultOf, ok, warning } from './finding.ts';

type Pair = readonly [CheckedZone, CheckedZone];

/**
 * Whether each key reaches a view of its own, where zones of one name are to be told apart by keys: by their
 * claims, or by a text that one key writes and the other must not find.
 */
export const checkViews = async (zones: readonly CheckedZone[]): Promise<readonly FindingGroup[]> => {
  const byName = Map.groupBy(zones, ({ parts }) => parts.layout.zone);
  const groups: FindingGroup[] = [];
  for (const [zone, namesakes] of byName) {
    const findings: Finding[] = [];
    for (const pair of pairsOf(namesakes)) findings.push(findingOf(zone, pair, await compare(zone, pair)));
    if (findings.length > 0) groups.push({ zone, findings });
  }
  return groups;
};

/** What is wrong with a zone that could not be read was said there. */
const pairsOf = (zones: readonly CheckedZone[]): readonly Pair[] => {
  const read = zones.filter(({ preview }) => preview?.kind === 'preview');
  return read.flatMap((one, at) => read.slice(at + 1).map((other): Pair => [one, other]));
};

const compare = async (zone: string, pair: Pair): Promise<Reach> => {
  const [first, second] = [sideOf(pair[0]), sideOf(pair[1])];
  try {
    return await reachSameZone(zone, [first, second], randomInt(2 ** 40).toString(36));
  } finally {
    first.client.close();
    second.client.close();
  }
};

const sideOf = ({ parts, preview }: CheckedZone) => {
  const read = preview?.kind === 'preview' ? preview : undefined;
  return {
    client: openZoneClient(parts.layout.zone, parts.access),
    claim: read?.claimed ?? [],
    mayProbe: read?.claim.kind !== 'foreign' && read?.claim.kind !== 'unreadable',
  };
};

const findingOf = (zone: string, [first, second]: Pair, reach: Reach): Finding => {
  const [one, other] = [first.parts.access, second.parts.access];
  const keys = `key ${keyNameOf(one)} (view ${one.view}) and key ${keyNameOf(other)} (view ${other.view})`;
  if (reach.kind === 'different') return ok('view', `${keys} reach different zones`);
  if (reach.kind === 'same') {
    const facts = { ...factsOf(other, zone), key: keyNameOf(other), otherView: one.view ?? '' };
    return faultOf('view', makeProblem('otherView', facts));
  }
  return warning('view', `whether ${keys} reach different zones could not be proved`);
};
