import { assertNever } from '../../assertNever.ts';
import type { NotableChange } from '../../controller/write/notableChanges.ts';
import type { Rrset } from '../../dns/rrset.ts';
import { type ObjectRef, objectRefText, serviceKeyOf } from '../../model/objectRef.ts';
import { cut, visibleText } from '../../model/visibleText.ts';
import type { RrsetChange } from '../../plan/rrsetChange.ts';

/**
 * A change in the words of whoever reads the log: `published webapp.k8s.example A 10.96.80.80
 * (default/webapp)`. Of many records the first are shown.
 */
export const changeText = ({ change, origin }: NotableChange): string =>
  `${whatBecame(change)}${origin === undefined ? '' : ` (${objectText(origin)})`}`;

const whatBecame = (change: RrsetChange): string => {
  switch (change.kind) {
    case 'create':
      return `published ${nameAndType(change.after)} ${dataText(change.after)}`;
    case 'delete':
      return `withdrawn ${nameAndType(change.before)} ${dataText(change.before)}`;
    case 'replace':
      return `changed ${nameAndType(change.after)} ${difference(change.before, change.after)}`;
    default:
      return assertNever(change);
  }
};

/** As people write a name: without the dot at its end. */
const nameAndType = ({ name, type }: Rrset): string => `${name.slice(0, -1)} ${type}`;

const shownRecords = 3;
const longestRdata = 80;

const dataText = ({ rdatas }: Rrset): string =>
  [
    rdatas
      .slice(0, shownRecords)
      .map((rdata) => cut(visibleText(rdata), longestRdata))
      .join(', '),
    ...(rdatas.length > shownRecords ? [`and ${rdatas.length - shownRecords} more`] : []),
  ].join(' ');

/** Records that are the same before and after say nothing about the change. */
const difference = (before: Rrset, after: Rrset): string => {
  const [old, now] = [without(before, after), without(after, before)];
  if (old.rdatas.length === 0 && now.rdatas.length === 0)
    return `TTL ${before.ttlSeconds} to ${after.ttlSeconds}`;
  return [
    ...(now.rdatas.length === 0 ? [] : [`with ${dataText(now)}`]),
    ...(old.rdatas.length === 0 ? [] : [`without ${dataText(old)}`]),
  ].join(', ');
};

const without = (rrset: Rrset, other: Rrset): Rrset => {
  const same = new Set(other.rdatas);
  return { ...rrset, rdatas: rrset.rdatas.filter((rdata) => !same.has(rdata)) };
};

const objectText = (origin: ObjectRef): string => serviceKeyOf(origin) ?? objectRefText(origin);
