import { encodeUpdate } from '../../../../src/dns/encodeUpdate.ts';
import { recordTypeNames } from '../../../../src/dns/recordTypes.ts';
import type { UpdateMessage } from '../../../../src/dns/updateMessage.ts';
import { rdataOf, textsByType } from './rdataTexts.ts';

const zone = 'k8s.example.';
const names = ['web.k8s.example.', 'a.b.svc.k8s.example.', 'x\\.y.example.', '.'] as const;

/** An UPDATE with every kind of prerequisite, and records of every type. */
const updateOf = (type: (typeof recordTypeNames)[number], index: number): UpdateMessage => {
  const name = names[index % names.length] ?? zone;
  const rdatas = textsByType[type].map((text) => rdataOf(type, text));
  return {
    id: 4711,
    zone,
    prerequisites: [
      { kind: 'rrset-equals', name, type, rdatas },
      { kind: 'rrset-exists', name, type },
      { kind: 'rrset-absent', name, type: 'A' },
      { kind: 'name-in-use', name },
      { kind: 'name-not-in-use', name: zone },
    ],
    operations: [
      ...rdatas.map((rdata) => ({ kind: 'add', name, type, ttlSeconds: 5, rdata }) as const),
      ...rdatas.map((rdata) => ({ kind: 'delete-record', name, type, rdata }) as const),
      { kind: 'delete-rrset', name, type },
    ],
  };
};

/** One for each type of record. */
export const encodedUpdates = recordTypeNames.map((type, index) => encodeUpdate(updateOf(type, index)));
