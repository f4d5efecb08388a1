import { describe, expect, test } from 'vitest';
import { claimZone, leaveClaim } from '../../../../src/controller/claim/claimZone.ts';
import type { UpdateOutcome } from '../../../../src/server/updateOutcome.ts';
import type { ZoneClient } from '../../../../src/server/zoneClient.ts';
import { type Claim, formatClaim } from '../../../../src/zone/claim.ts';
import { objectUnit } from '../../../../src/zone/unit.ts';
import { type ClaimGiven, claimOfAnother, claimWorld } from '../../../support/claimWorld.ts';

const zone = 'k8s.example.';
const name = `_k8s-bind.${zone}`;
const ours = claimOfAnother;
const theirs: Claim = { ...ours, owner: 'somebody' };

describe('a process that wants to write', () => {
  test('makes the first claim of a zone, and holds it once the server has taken it', async () => {
    const { context, standing, mirror, sent, told } = claimWorld({
      options: { holder: 'here/1', view: 'inside' },
    });
    context.standby.see(ours);
    context.standby.noteBehind(objectUnit('ns/web'), 3, false);
    expect(await claimZone(context, mirror)).toBeUndefined();
    const claim = { owner: 'test', epoch: 1, territory: 'svc,dns-version', holder: 'here/1', taking: '0' };
    const taken = { ...claim, stopped: false, view: 'inside' };
    const rdata = formatClaim(taken);
    expect(sent).toEqual([
      {
        prerequisites: [{ kind: 'rrset-absent', name, type: 'TXT' }],
        operations: [{ kind: 'add', name, type: 'TXT', ttlSeconds: 60, rdata }],
      },
    ]);
    expect(standing.claim()).toEqual({ claim: taken, name, rdata, joined: false });
    expect(told('claimed')).toEqual([{ kind: 'claimed', claim: taken, previous: undefined }]);
    expect(context.queue.get(objectUnit('ns/web'))).toMatchObject({ seenMs: 3, reason: 'changed' });
    expect(context.standby.by()).toBeUndefined();
  });

  test('replaces the claim of its own owner with a later epoch, strays beside it too', async () => {
    const { context, mirror, sent, told } = claimWorld({ claims: ['"stray"', formatClaim(ours)] });
    expect(await claimZone(context, mirror)).toBeUndefined();
    expect(sent[0]?.prerequisites).toEqual([
      { kind: 'rrset-equals', name, type: 'TXT', rdatas: [formatClaim(ours), '"stray"'] },
    ]);
    expect(told('claimed')).toMatchObject([{ claim: { epoch: 5 }, previous: ours }]);
    expect(told('claimed')[0]).not.toHaveProperty('claim.view');
  });

  test.each<[string, ClaimGiven, object]>([
    ['of another owner', { claims: [formatClaim(theirs)] }, { kind: 'foreign-owner', claim: theirs }],
    ['that nobody can read', { claims: ['"x"'] }, { kind: 'unreadable-claim', rdatas: ['"x"'] }],
    [
      'of another view of its own',
      { claims: [formatClaim({ ...ours, view: 'outside' })], options: { otherViews: ['outside'] } },
      { kind: 'other-view', otherView: 'outside' },
    ],
  ])('leaves a zone with a claim %s', async (_what, given, end) => {
    const { context, mirror, sent, standing } = claimWorld(given);
    expect(await claimZone(context, mirror)).toEqual(end);
    expect([sent, standing.claim()]).toEqual([[], undefined]);
  });

  test('leaves a territory that another writer fills or hides, and shows what stands there', async () => {
    const zoneText =
      'a.ns.svc A 192.0.2.1\nwww A 192.0.2.2\nb.ns.svc MX 10 x\nc.svc NS ns1\nd.svc DNAME e\n@ NS ns1';
    const { context, mirror, sent } = claimWorld({ zoneText });
    expect(await claimZone(context, mirror)).toEqual({
      kind: 'occupied',
      records: [{ name: `a.ns.svc.${zone}`, type: 'A', ttlSeconds: 60, rdata: '192.0.2.1' }],
      cuts: [
        { name: `c.svc.${zone}`, type: 'NS' },
        { name: `d.svc.${zone}`, type: 'DNAME' },
      ],
      total: 3,
    });
    expect(sent).toEqual([]);
  });

  test('shows twenty records of many, and says how many there are', async () => {
    const many = Array.from({ length: 25 }, (_, at) => `s${at}.ns.svc A 192.0.2.${at}\nc${at}.svc NS ns1`);
    const { context, mirror } = claimWorld({ zoneText: many.join('\n') });
    const end = await claimZone(context, mirror);
    if (end?.kind !== 'occupied') throw new Error('an occupied territory was expected');
    expect([end.records.length, end.cuts.length, end.total]).toEqual([20, 20, 50]);
  });

  test.each<[UpdateOutcome, string, boolean]>([
    [{ kind: 'prerequisite-failed', rcode: 'NXRRSET' }, 'full', false],
    [{ kind: 'unknown', reason: 'cut' }, 'full', false],
    [{ kind: 'refused' }, 'no', true],
    [{ kind: 'server-failure' }, 'no', true],
    [{ kind: 'unreachable', reason: 'away' }, 'no', false],
  ])('waits where its claim is answered with %o', async (outcome, due, isRefused) => {
    const { context, mirror, standing, told } = claimWorld({ outcome });
    let refusals = 0;
    const schedule = { ...context.schedule, noteRefused: () => void (refusals += 1) };
    expect(await claimZone({ ...context, schedule }, mirror)).toBeUndefined();
    expect([standing.claim(), context.schedule.readDue(), refusals]).toEqual([
      undefined,
      due,
      Number(isRefused),
    ]);
    expect(told('update-failed')).toMatchObject([{ outcome, units: 1 }]);
  });
});

describe('a zone that is claimed', () => {
  const counted = { taken: 0, answered: [] as string[] };
  const claim = async (given: ClaimGiven, random = 0.5) => {
    const world = claimWorld(given);
    Object.assign(counted, { taken: 0, answered: [] });
    const schedule = {
      ...world.context.schedule,
      noteTaken: () => void (counted.taken += 1),
      noteAnswered: (kind: string) => void counted.answered.push(kind),
    };
    const end = await claimZone({ ...world.context, schedule, random: () => random }, world.mirror);
    return { ...world, end };
  };

  test('is written by a server that takes updates again', async () => {
    await claim({});
    expect(counted).toEqual({ taken: 1, answered: ['write'] });
    await claim({ outcome: { kind: 'refused' } });
    expect(counted).toEqual({ taken: 0, answered: [] });
  });

  test('has eleven random characters in the claim at most, of all that there are', async () => {
    const takingOf = async (random: number) => (await claim({}, random)).standing.claim()?.claim.taking;
    expect(await takingOf(0.5)).toBe((2 ** 51).toString(36));
    expect(await takingOf(1 - 2 ** -52)).toBe((2 ** 52 - 1).toString(36));
  });

  test('is divided anew first where the claim covers more, and something is left there', async () => {
    const { end, sent, standing } = await claim({
      claims: [formatClaim({ ...ours, territory: 'svc,pod,dns-version' })],
      zoneText: '10-1-0-1.ns.pod A 10.1.0.1',
    });
    expect([end, sent, standing.mirror()]).toEqual([undefined, [], undefined]);
    expect(standing.layout().territory).toBe('svc,dns-version,pod');
  });
});

describe('a territory that seemed to be filled', () => {
  const zoneText = 'a.ns.svc A 192.0.2.1';

  test('and is not any more is read as a whole', async () => {
    const { context, mirror, told } = claimWorld({ zoneText });
    const transfer: ZoneClient['transfer'] = async (_from, sink) => {
      sink.begin('full');
      return { kind: 'complete', mode: 'full', serial: 8 };
    };
    expect(await claimZone({ ...context, client: { ...context.client, transfer } }, mirror)).toBeUndefined();
    expect([context.schedule.readDue(), told('read-failed')]).toEqual(['full', []]);
  });

  test('and cannot be read again is tried after a while', async () => {
    const { context, mirror, told } = claimWorld({ zoneText });
    const away = { kind: 'unreachable', reason: 'away' } as const;
    const client = { ...context.client, transfer: async () => away };
    expect(await claimZone({ ...context, client }, mirror)).toBeUndefined();
    expect([context.schedule.readDue(), told('read-failed')]).toMatchObject(['no', [{ failure: away }]]);
  });
});

describe('a run by hand', () => {
  const oneShot = { options: { oneShot: true } };

  test('writes under the claim that stands, whoever holds it, and does not end that', async () => {
    const { context, mirror, sent, standing } = claimWorld({ ...oneShot, claims: [formatClaim(ours)] });
    expect(await claimZone(context, mirror)).toBeUndefined();
    expect(sent).toEqual([]);
    expect(standing.claim()).toEqual({ claim: ours, name, rdata: formatClaim(ours), joined: true });
    await leaveClaim(context);
    expect([sent, standing.claim()?.claim]).toEqual([[], ours]);
  });

  test.each<[string, readonly string[]]>([
    ['there is none', []],
    ['something stands beside it', [formatClaim(ours), '"x"']],
    ['it covers another territory', [formatClaim({ ...ours, territory: 'svc' })]],
  ])('takes the claim where %s', async (_what, claims) => {
    const { context, mirror, sent, standing } = claimWorld({ ...oneShot, claims });
    expect(await claimZone(context, mirror)).toBeUndefined();
    expect(sent).toHaveLength(1);
    expect(standing.claim()?.joined).toBe(false);
  });
});
