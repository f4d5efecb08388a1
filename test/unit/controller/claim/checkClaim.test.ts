import { describe, expect, test } from 'vitest';
import { checkClaim, leaveClaim } from '../../../../src/controller/claim/claimZone.ts';
import type { ZoneContext } from '../../../../src/controller/zoneContext.ts';
import { type Claim, formatClaim } from '../../../../src/zone/claim.ts';
import { objectUnit } from '../../../../src/zone/unit.ts';
import { claimOfAnother, claimWorld } from '../../../support/claimWorld.ts';

const ours = claimOfAnother;
const theirs: Claim = { ...ours, owner: 'somebody' };

describe('a process that holds a claim', () => {
  const held = { owner: 'test', epoch: 1, territory: 'svc,dns-version', holder: 'test/1', stopped: false };
  const check = (claims: readonly string[], options: Partial<ZoneContext['options']> = {}) => {
    const started = claimWorld({ claims, options, isNew: false });
    const end = checkClaim(started.context, started.mirror);
    const { standing, context, events } = started;
    return { end, isHeld: standing.claim() !== undefined, by: context.standby.by(), events };
  };
  const later = { ...ours, epoch: 2 };

  test('goes on while exactly that stands there', () => {
    expect(check([formatClaim(held)])).toMatchObject({ end: undefined, isHeld: true, by: undefined });
  });

  test.each<[string, readonly string[]]>([
    ['it is gone', []],
    ['something stands beside it', [formatClaim(held), '"x"']],
    ['the zone went back to an earlier one', [formatClaim({ ...ours, epoch: 0 })]],
  ])('takes it again where %s', (_what, claims) => {
    expect(check(claims)).toMatchObject({ end: undefined, isHeld: false, by: undefined, events: [] });
  });

  test.each<[string, Claim]>([
    ['another process took over', later],
    ['the zone went back, and another was quicker', { ...ours, epoch: 1 }],
  ])('stands by where %s, or ends where it is told to, and a run by hand does neither', (_what, claim) => {
    const rdatas = [formatClaim(claim)];
    expect(check(rdatas)).toEqual({
      end: undefined,
      isHeld: false,
      by: claim,
      events: [{ kind: 'standing-by', by: claim }],
    });
    expect(check(rdatas, { onFence: 'exit' })).toMatchObject({
      end: { kind: 'fenced', by: claim },
      isHeld: false,
      by: undefined,
    });
    expect(check(rdatas, { oneShot: true })).toMatchObject({ end: undefined, isHeld: false, by: undefined });
  });

  test.each<[string, readonly string[], object, object]>([
    ['of another owner', [formatClaim(theirs)], {}, { kind: 'foreign-owner', claim: theirs }],
    ['that nobody can read', ['"x"'], {}, { kind: 'unreadable-claim', rdatas: ['"x"'] }],
    [
      'of another view of its own',
      [formatClaim({ ...later, view: 'outside' })],
      { otherViews: ['outside'] },
      { kind: 'other-view', otherView: 'outside' },
    ],
  ])('ends where there is one %s', (_what, claims, options, end) => {
    expect(check(claims, options).end).toEqual(end);
  });

  test('says in the claim that it has stopped, and holds it no more', async () => {
    const { context, sent, standing, mirror } = claimWorld({ claims: [formatClaim(held)], isNew: false });
    await leaveClaim(context);
    const stopped = formatClaim({ ...held, stopped: true });
    expect(sent).toMatchObject([
      {
        prerequisites: [{ kind: 'rrset-equals', rdatas: [formatClaim(held)] }],
        operations: [
          { kind: 'delete-record', rdata: formatClaim(held) },
          { kind: 'add', rdata: stopped },
        ],
      },
    ]);
    expect([standing.claim(), mirror.claim]).toEqual([undefined, [stopped]]);
    await leaveClaim(context);
    expect(sent).toHaveLength(1);
  });
});

describe('a process that stands by', () => {
  const standBy = (claims: readonly string[]) => {
    const started = claimWorld({ claims });
    started.context.standby.see(ours);
    started.context.standby.noteBehind(objectUnit('ns/web'), 3, false);
    const end = checkClaim(started.context, started.mirror);
    return {
      end,
      by: started.context.standby.by(),
      waiting: started.context.queue.size(),
      web: started.context.queue.get(objectUnit('ns/web')),
      told: started.events,
    };
  };

  test('follows another holder, and tells only that it began to stand by', () => {
    const other = { ...ours, epoch: 5, holder: 'elsewhere/3' };
    expect(standBy([formatClaim(other)])).toMatchObject({
      by: other,
      told: [],
    });
    expect(standBy([formatClaim(ours)])).toMatchObject({ by: ours, told: [], waiting: 0 });
  });

  test('takes up its work where there is no claim any more', () => {
    expect(standBy([])).toMatchObject({
      end: undefined,
      by: undefined,
      waiting: 1,
      web: { seenMs: 3, reason: 'changed' },
    });
  });

  test('and has none to look after where it neither holds one nor stands by', () => {
    const { context, mirror } = claimWorld({ claims: [formatClaim(theirs)] });
    expect(checkClaim(context, mirror)).toBeUndefined();
  });
});
