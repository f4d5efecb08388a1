import type { Rrset } from '../../../dns/rrset.ts';
import type { Answer } from '../../answers/answer.ts';
import type { RecordProblem } from '../../serviceRecords.ts';

/** What a ServiceImport publishes: at its own name, and names of endpoints below it. */
export type ImportAnswer = {
  readonly answer: Pick<Answer, 'ipv4' | 'ipv6' | 'ports'>;
  readonly below: readonly Rrset[];
  readonly problems: readonly RecordProblem[];
};
