import { isHidden } from '../../answers/isHidden.ts';
import { nodePortAnswer } from '../../answers/nodeAnswer.ts';
import { noProblems } from '../../joinProblems.ts';
import type { NodeAddressType } from '../../recordOptions.ts';
import type { ServiceContext } from '../../serviceContext.ts';
import type { RecordProblem } from '../../serviceRecords.ts';
import { invalidAnnotation } from '../../settings.ts';
import { filledAnnotation } from './externalDnsAnnotation.ts';
import { answerContent, type MadeContent } from './madeContent.ts';
import { nodesNotWatched } from './nodesNotWatched.ts';

/**
 * Addresses of nodes, and SRV records to the node ports: at `_<service>._<protocol>`, where external-dns has
 * them, and at the names of the ports, where all our names have them.
 */
export const nodePortContent = (context: ServiceContext): MadeContent => {
  const unwatched = nodesNotWatched(context, 'it is of type NodePort');
  if (unwatched !== undefined) return answerContent(undefined, [unwatched]);
  if (context.service.kind === 'pending' || isHidden(context)) return answerContent(undefined);
  const { types, problems } = addressTypes(context);
  const made = nodePortAnswer(context, { types, portName: context.service.name });
  return answerContent(made.answer, [...problems, ...made.problems]);
};

type AddressTypes = {
  readonly types: readonly NodeAddressType[];
  readonly problems: readonly RecordProblem[];
};

/** The annotation `access`; without it what the operator prefers (`--node-address`). */
const addressTypes = ({ service, options, object }: ServiceContext): AddressTypes => {
  const access = filledAnnotation(service, 'access');
  switch (access?.text) {
    case 'public':
      return { types: ['ExternalIP'], problems: noProblems };
    case 'private':
      return { types: ['InternalIP'], problems: noProblems };
    default: {
      const types = options.nodeAddressTypes;
      if (access === undefined) return { types, problems: noProblems };
      return { types, problems: [invalidAnnotation(object, access.key, access.text, 'public or private')] };
    }
  }
};
