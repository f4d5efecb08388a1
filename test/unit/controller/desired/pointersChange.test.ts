import { describe, expect, test } from 'vitest';
import type { OriginKey } from '../../../../src/model/objectRef.ts';
import { endpoint, headlessService, slice, snapshotOf } from '../../records/snapshots.ts';
import { openReverseZone, pods, service, targetsAt, zone } from './reverseWorld.ts';

const first = '1.0.1.10.in-addr.arpa.';
const second = '2.0.1.10.in-addr.arpa.';

describe('what is reported of a change', () => {
  test('are the names that an object has and those that it had, and none of who has and had none', () => {
    const desired = openReverseZone();
    expect(desired.put('default/web', pods('10.1.0.1'))).toEqual([first]);
    expect(desired.put('default/web', pods('10.1.0.2'))).toEqual([first, second]);
    expect([targetsAt(desired, first), targetsAt(desired, second)]).toEqual([
      undefined,
      [`10-1-0-2.web.default.svc.${zone}`],
    ]);
    expect(desired.put('default/web', pods())).toEqual([second]);
    expect(desired.put('default/web', pods())).toEqual([]);
    expect(desired.put('default/web', undefined)).toEqual([]);
    expect([...desired.units()]).toEqual([]);
  });

  test('are those of others, too, at an address that becomes a cluster IP or is it no longer', () => {
    const desired = openReverseZone();
    desired.put('default/pods', pods('10.1.0.1'));
    expect(desired.put('default/web', service('10.1.0.1', '10.1.0.2'))).toEqual([first, second]);
    expect(targetsAt(desired, first)).toEqual([`web.default.svc.${zone}`]);
    expect([...desired.units()]).toEqual([first, second]);
    expect(desired.put('default/other', pods('10.1.0.3'))).toEqual(['3.0.1.10.in-addr.arpa.']);
    expect(desired.put('default/web', undefined)).toEqual([first, second]);
    expect(targetsAt(desired, first)).toEqual([`10-1-0-1.web.default.svc.${zone}`]);
  });

  test('are none where no PTRs are published', () => {
    const desired = openReverseZone([{ zone, policy: 'none' }]);
    expect(desired.put('default/web', service('10.1.0.1'))).toEqual([]);
  });

  test('are none of other reverse zones', () => {
    const desired = openReverseZone([{ zone }], { holds: (name) => name === first });
    expect(desired.put('default/web', pods('10.1.0.1', '10.1.0.2'))).toEqual([first]);
    expect(desired.put('default/other', service('10.1.0.2'))).toEqual([]);
    expect(desired.targets(pods('10.1.0.1', '10.1.0.2'))).toEqual([`10-1-0-1.web.default.svc.${zone}`]);
  });
});

describe('before the forward records of an object are written', () => {
  const open2 = () => {
    const waiting = new Set<OriginKey>();
    return { waiting, desired: openReverseZone([{ zone }], { mayAdd: (key) => !waiting.has(key) }) };
  };

  test('its PTRs may go, those that stay stay, and none comes', () => {
    const { waiting, desired } = open2();
    desired.put('default/web', pods('10.1.0.1', '10.1.0.3'));
    waiting.add('default/web');
    expect(desired.put('default/web', pods('10.1.0.1', '10.1.0.2'))).toEqual([
      first,
      '3.0.1.10.in-addr.arpa.',
    ]);
    expect([...desired.units()]).toEqual([first]);
    waiting.clear();
    expect(desired.put('default/web', pods('10.1.0.1', '10.1.0.2'))).toEqual([first, second]);
  });

  test('an address keeps no name that it has lost for another of the same object', () => {
    const { waiting, desired } = open2();
    desired.put('default/web', pods('10.1.0.1'));
    waiting.add('default/web');
    const named = snapshotOf(headlessService(), [slice([endpoint('10.1.0.1', { hostname: 'db' })])]);
    desired.put('default/web', named);
    expect(targetsAt(desired, first)).toBeUndefined();
  });

  test('a name of which all candidates have gone, or are not to speak there, is no unit', () => {
    const { waiting, desired } = open2();
    desired.put('default/pods', pods('10.1.0.1'));
    waiting.add('default/web');
    expect(desired.put('default/web', service('10.1.0.1'))).toEqual([first]);
    expect([[...desired.units()], targetsAt(desired, first)]).toEqual([[], undefined]);
  });
});

describe('what an object loses as it is now', () => {
  test('are its own names that go, whether it changes or is gone', () => {
    const desired = openReverseZone();
    desired.put('default/web', pods('10.1.0.1', '10.1.0.2'));
    expect(desired.losing('default/web', pods('10.1.0.1', '10.1.0.2'))).toEqual([]);
    expect(desired.losing('default/web', pods('10.1.0.2', '10.1.0.3'))).toEqual([first]);
    expect(desired.losing('default/web', undefined)).toEqual([first, second]);
    expect(desired.losing('default/other', pods('10.1.0.1'))).toEqual([]);
  });

  test('are those of others at its new cluster IP, until they were reported', () => {
    const desired = openReverseZone();
    desired.put('default/pods', pods('10.1.0.1', '10.1.0.2'));
    expect(desired.losing('default/web', service('10.1.0.1', '10.1.0.9'))).toEqual([first]);
    expect(targetsAt(desired, first)).toBeUndefined();
    expect(desired.losing('default/pods', pods('10.1.0.1'))).toEqual([second, first]);
    expect(desired.put('default/web', service('10.1.0.1', '10.1.0.9'))).toEqual([
      first,
      '9.0.1.10.in-addr.arpa.',
    ]);
    expect(desired.losing('default/web', undefined)).toEqual([first, '9.0.1.10.in-addr.arpa.']);
    expect(desired.losing('default/pods', pods('10.1.0.1', '10.1.0.2'))).toEqual([]);
  });

  test('is a name, too, at which it has another target now', () => {
    const desired = openReverseZone();
    desired.put('default/web', pods('10.1.0.1'));
    const named = snapshotOf(headlessService(), [slice([endpoint('10.1.0.1', { hostname: 'db' })])]);
    expect(desired.losing('default/web', named)).toEqual([first]);
  });
});
