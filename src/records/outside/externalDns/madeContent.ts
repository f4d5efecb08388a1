import type { Answer } from '../../answers/answer.ts';
import { noEndpoints, type SingleEndpoint, singleEndpointsUnder } from '../../answers/singleEndpoints.ts';
import { noProblems } from '../../joinProblems.ts';
import type { AddressPolicy } from '../../recordOptions.ts';
import type { ServiceContext } from '../../serviceContext.ts';
import type { RecordProblem } from '../../serviceRecords.ts';
import type { NameRequest } from '../nameRequest.ts';

/** What stands at a requested name, and below it for single endpoints. */
export type MadeContent = {
  readonly content: NameRequest['content'];
  readonly endpoints: readonly SingleEndpoint[];
  readonly problems: readonly RecordProblem[];
};

export const policyContent = (context: ServiceContext, policy: AddressPolicy): MadeContent => ({
  content: { kind: 'policy', policy },
  endpoints: singleEndpointsUnder(context, policy),
  problems: noProblems,
});

/** @param answer undefined where nothing can be published */
export const answerContent = (
  answer: Answer | undefined,
  problems: readonly RecordProblem[] = noProblems,
): MadeContent => ({ content: { kind: 'answer', answer }, endpoints: noEndpoints, problems });
