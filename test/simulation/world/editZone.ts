import type { RecordType } from '../../../src/dns/rrset.ts';
import type { UpdateContent, UpdateOperation } from '../../../src/dns/updateMessage.ts';
import type { Simulation } from './simulation.ts';
import type { HandStep, HandType } from './steps.ts';
import { claimName, markerName } from './watchdog.ts';

/** What another hand writes is never what the program writes. */
const handRdata: Readonly<Record<HandType, (number: number) => string>> = {
  A: (number) => `192.0.2.${number}`,
  AAAA: (number) => `2001:db8::${number}`,
  TXT: (number) => `"theirs-${number}"`,
  CNAME: () => 'theirs.example.net.',
  PTR: () => 'theirs.example.net.',
  NS: () => 'theirs.example.net.',
  MX: (number) => `${number} theirs.example.net.`,
  SRV: (number) => `9 9 ${number} theirs.example.net.`,
  TYPE65280: (number) => `\\# 1 0${number}`,
};

const addOf = (name: string, type: HandType, number: number): UpdateOperation =>
  ({
    kind: 'add',
    name,
    type: type as RecordType,
    ttlSeconds: 70 + number,
    rdata: handRdata[type](number),
  }) as const;

const contentOf = (...operations: readonly UpdateOperation[]): UpdateContent => ({
  prerequisites: [],
  operations,
});

/** Another hand edits the zone. */
export const editZone = ({ delegations, zones, zoneOf }: Simulation, step: HandStep): void => {
  const { bind, server } = 'name' in step ? zoneOf(step.name) : zones[0];
  const { zone } = bind;
  const junk = (name: string): UpdateOperation =>
    ({ ...addOf(name, 'TXT', 1), rdata: '"junk"' }) as UpdateOperation;
  const drop = (name: string, type: RecordType): UpdateOperation => ({ kind: 'delete-rrset', name, type });
  if (step.do === 'file-edit') {
    const usual = step.name.endsWith('.arpa.') ? 'PTR' : 'A';
    const edit = contentOf(
      drop(step.name, usual),
      addOf(step.name, step.name.includes('_') ? 'TXT' : usual, step.number),
    );
    bind.editFile(edit, 'hand', step.keepsSerial);
    return;
  }
  if (server.isFrozen()) return;
  const operation =
    step.do === 'hand-add'
      ? addOf(step.name, step.type, step.number)
      : step.do === 'hand-delete'
        ? drop(step.name, step.type as RecordType)
        : step.do === 'hand-claim'
          ? junk(claimName(zone))
          : step.how === 'delete'
            ? drop(markerName(zone, step.name), 'TXT')
            : junk(markerName(zone, step.name));
  const isNew = step.do === 'hand-add' && step.type === 'NS' && !bind.at(step.name).some(isDelegation);
  bind.update(contentOf(operation), 'hand');
  if (isNew) delegations.note(step.name);
};

const isDelegation = ({ type }: { readonly type: string }): boolean => type === 'NS';
