import type { DomainName } from '../../dns/rrset.ts';
import { objectRefText } from '../../model/objectRef.ts';
import type { Asker } from '../asker.ts';
import { maxNameCharacters } from '../hostName.ts';
import type { ProblemKind, RecordProblem } from '../serviceRecords.ts';
import type { NameRequest } from './nameRequest.ts';

/** `found` finishes the sentence "Cannot publish … for …: ". */
export type Fault = { readonly kind: ProblemKind; readonly name?: DomainName; readonly found: string };

/** What is wrong with a request, as a problem of its object. */
export const requestProblem = (
  { object }: Asker,
  { text, askedBy }: Pick<NameRequest, 'text' | 'askedBy'>,
  { found, ...fault }: Fault,
): RecordProblem => {
  const message = `Cannot publish "${fault.name ?? text}" for ${askedBy} of ${objectRefText(object)}: ${found}`;
  return { ...fault, object, message };
};

/** Every name outside carries a marker, `<name>._k8s-bind.<zone>`, which must fit into 255 octets as well. */
const markerCharacters = '_k8s-bind.'.length;

export const maxRequestedCharacters = maxNameCharacters - markerCharacters;

export const tooLongFault = (name: DomainName): string =>
  `it has ${name.length + 1} octets, a name with an ownership mark beside it has at most ${255 - markerCharacters}`;
