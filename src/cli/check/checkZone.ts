import type { Config } from '../../config/options.ts';
import { previewZone, type ZonePreview } from '../../controller/previewZone.ts';
import { holderText } from '../../setup/holderText.ts';
import { openZoneClient } from '../../setup/openZoneClient.ts';
import { optionsInZone, zoneOptionsOf } from '../../setup/zoneOptionsOf.ts';
import { factsOf, type ZoneParts } from '../../setup/zoneParts.ts';
import type { ReadServices } from '../readServices.ts';
import { checkContent } from './checkContent.ts';
import { checkHidden } from './checkHidden.ts';
import { checkRoutes } from './checkRoutes.ts';
import { checkServer, type Silence } from './checkServer.ts';
import { checkUpdateRights, type RightsSituation } from './checkUpdateRights.ts';
import type { Finding } from './finding.ts';
import { forMake } from './forMake.ts';
import { zoneStanding } from './zoneStanding.ts';

export type CheckedZone = {
  readonly parts: ZoneParts;
  readonly findings: readonly Finding[];
  /** What was read of the zone; undefined where its server is of no use. */
  readonly preview?: ZonePreview;
  readonly silence?: Silence;
};

export type ZoneSituation = Omit<RightsSituation, 'zone'> & {
  /** Undefined when the Services cannot be read; the zones are looked at all the same. */
  readonly services: Extract<ReadServices, { kind: 'read' }> | undefined;
  readonly owner: string | undefined;
  readonly env: NodeJS.ProcessEnv;
  readonly pid: number;
  /** Of its server, where another zone has found that it gives no answer. */
  readonly silence: Silence | undefined;
};

/** One zone: its server, our rights there, its content, and the ways to what is published. */
export const checkZone = async (
  config: Config,
  parts: ZoneParts,
  situation: ZoneSituation,
): Promise<CheckedZone> => {
  const { layout, desired, access } = parts;
  const { services, owner, reverse, outside, types } = situation;
  const client = openZoneClient(layout.zone, access);
  try {
    const standing = () => zoneStanding(config, access, layout.zone, situation.env);
    const server = await checkServer(layout.zone, access, client, { standing, silence: situation.silence });
    const facts = factsOf(access, layout.zone);
    const meant = (findings: readonly Finding[]): readonly Finding[] =>
      forMake(findings, server.software.make, facts);
    if (!server.usable)
      return {
        parts,
        findings: meant(server.findings),
        ...(server.silence && { silence: server.silence }),
      };
    const rights = await checkUpdateRights(client, access, { zone: layout.zone, reverse, outside, types });
    const store = services?.opened.source.store;
    const keys = store?.keys() ?? [];
    const snapshot = store?.snapshot ?? (() => undefined);
    const identity = { owner: owner ?? '', holder: holderText(situation.pid) };
    const preview = await previewZone({
      layout,
      desired,
      client,
      options: optionsInZone(zoneOptionsOf(config, identity), parts),
      source: {
        synced: () => store !== undefined,
        snapshot,
        isAbsent: store?.isAbsent ?? (() => false),
        anyAbsent: store?.anyAbsent ?? (() => false),
      },
      services: keys,
    });
    const hidden = reverse ? [] : await checkHidden(client, layout.zone);
    const content = checkContent(preview, desired, facts);
    // Without an owner any claim looks like somebody else's.
    const known = owner === undefined ? content.filter((finding) => finding.check !== 'claim') : content;
    const routes = reverse
      ? []
      : await checkRoutes({ desired, services: keys, snapshot, env: situation.env });
    return { parts, preview, findings: meant([...server.findings, rights, ...hidden, ...known, ...routes]) };
  } finally {
    client.close();
  }
};
