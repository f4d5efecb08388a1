import { assertNever } from '../assertNever.ts';
import type { DomainName } from '../dns/rrset.ts';
import type { Prerequisite, UpdateOperation } from '../dns/updateMessage.ts';
import type { ServerAddress } from './connection.ts';

export type NsupdateInput = {
  readonly server: Pick<ServerAddress, 'host' | 'port'>;
  readonly zone: DomainName;
  readonly prerequisites: readonly Prerequisite[];
  readonly operations: readonly UpdateOperation[];
};

/**
 * One UPDATE in the language of nsupdate(1): the same prerequisites and operations, in the same order, as one
 * message. Which names are allowed is for the server to say: of what nsupdate itself refuses (`check-names`,
 * BIND 9.11) nobody would know which record it was, and the zone would stand still.
 */
export const nsupdateText = ({ server, zone, prerequisites, operations }: NsupdateInput): string =>
  [
    `server ${server.host} ${server.port}`,
    `zone ${zone}`,
    'check-names no',
    ...prerequisites.flatMap(prerequisiteLines),
    ...operations.map(operationLine),
    'send',
    '',
  ].join('\n');

const prerequisiteLines = (prerequisite: Prerequisite): readonly string[] => {
  const { kind, name } = prerequisite;
  switch (kind) {
    case 'rrset-equals':
      return prerequisite.rdatas.map((rdata) => `prereq yxrrset ${name} IN ${prerequisite.type} ${rdata}`);
    case 'rrset-exists':
      return [`prereq yxrrset ${name} IN ${prerequisite.type}`];
    case 'rrset-absent':
      return [`prereq nxrrset ${name} IN ${prerequisite.type}`];
    case 'name-in-use':
      return [`prereq yxdomain ${name}`];
    case 'name-not-in-use':
      return [`prereq nxdomain ${name}`];
    default:
      return assertNever(kind);
  }
};

const operationLine = (operation: UpdateOperation): string => {
  const { name, type } = operation;
  switch (operation.kind) {
    case 'add':
      return `update add ${name} ${operation.ttlSeconds} IN ${type} ${operation.rdata}`;
    case 'delete-rrset':
      return `update delete ${name} IN ${type}`;
    case 'delete-record':
      return `update delete ${name} IN ${type} ${operation.rdata}`;
    default:
      return assertNever(operation);
  }
};
