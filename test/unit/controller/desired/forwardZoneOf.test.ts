import { expect, test } from 'vitest';
import { forwardZoneOf, type ZoneAmongOthers } from '../../../../src/controller/desired/forwardZoneOf.ts';
import { defaultRecordOptions } from '../../../support/defaultOptions.ts';
import { clusterIpService, snapshotOf } from '../../records/snapshots.ts';

const zone = (name: string, view?: string, template?: string): ZoneAmongOthers => ({
  view,
  records: {
    ...defaultRecordOptions(name),
    otherZones: [name === 'lan.' ? 'cluster.example.' : 'lan.'],
    names: template === undefined ? [] : [{ rule: 'template', template, scope: {} }],
  },
});

/** Whether `web.lan.` is desired in the zone `lan.` of one view when another zone asks for it. */
const isAskedByOther = (view: string | undefined, other: ZoneAmongOthers): boolean => {
  const own = zone('lan.', view);
  const heard = { onProblems: () => undefined, onContest: () => undefined };
  const desired = forwardZoneOf(own, [own, other], heard);
  desired.put('default/web', snapshotOf(clusterIpService()));
  return desired.at('web.lan.') !== undefined;
};

test.each([
  { view: undefined, other: undefined, isAsked: true },
  { view: 'inside', other: 'inside', isAsked: true },
  { view: 'inside', other: undefined, isAsked: true },
  { view: undefined, other: 'inside', isAsked: true },
  { view: 'inside', other: 'outside', isAsked: false },
])(
  'a zone of view $view has what one of view $other asks for there: $isAsked',
  ({ view, other, isAsked }) => {
    expect(isAskedByOther(view, zone('cluster.example.', other, '{service}.lan'))).toBe(isAsked);
  },
);

test.each([undefined, 'inside', 'outside'])(
  'nor has it what one of its own name in view %s asks for',
  (view) => {
    expect(isAskedByOther('inside', zone('lan.', view, '{service}.lan'))).toBe(false);
  },
);
