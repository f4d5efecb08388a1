import type { ZoneContext } from '../../src/controller/zoneContext.ts';
import type { UpdateContent } from '../../src/dns/updateMessage.ts';
import type { UpdateOutcome } from '../../src/server/updateOutcome.ts';
import type { Claim } from '../../src/zone/claim.ts';
import { applyOther, applyRecord, emptyMirror, type Mirror } from '../../src/zone/mirror.ts';
import { parseZoneText } from './parseZoneText.ts';
import { testContext } from './testContext.ts';

/** A claim of the owner whose process the world is, which another process of it has written. */
export const claimOfAnother: Claim = {
  owner: 'test',
  epoch: 4,
  territory: 'svc,dns-version',
  holder: 'there/9',
  stopped: false,
};

const zone = 'k8s.example.';

export type ClaimGiven = {
  /** TXT at the claim's name. */
  readonly claims?: readonly string[];
  /** What else the zone holds. */
  readonly zoneText?: string;
  readonly options?: Partial<ZoneContext['options']>;
  readonly outcome?: UpdateOutcome;
  /** This process has held no claim yet. */
  readonly isNew?: boolean;
};

/** A loop that has read the zone like this, and what it sends and says. */
export const claimWorld = ({
  claims = [],
  zoneText = '',
  options = {},
  outcome = { kind: 'applied' },
  isNew = true,
}: ClaimGiven) => {
  const sent: UpdateContent[] = [];
  const { records, foreign } = parseZoneText(zoneText, { origin: zone, defaultTtlSeconds: 60 });
  const given = testContext({
    update: async (content) => {
      sent.push(content);
      return outcome;
    },
    transfer: async (_from, sink) => {
      sink.begin('full');
      for (const record of records) sink.record('add', record);
      for (const record of foreign) sink.other('add', record);
      return { kind: 'complete', mode: 'full', serial: 7 };
    },
  });
  const { standing } = given.context;
  if (isNew) standing.lose();
  const context = {
    ...given.context,
    options: { ...given.context.options, ...options },
    ...(isNew ? { standing: { ...standing, heldEpoch: () => undefined } } : {}),
  };
  const mirror: Mirror = emptyMirror(standing.layout());
  for (const record of records) applyRecord(mirror, 'add', record);
  for (const record of foreign) applyOther(mirror, 'add', record);
  mirror.claim = claims;
  standing.see(mirror);
  const told = (kind: string) => given.events.filter((event) => event.kind === kind);
  return { context, standing, mirror, sent, told, events: given.events };
};
