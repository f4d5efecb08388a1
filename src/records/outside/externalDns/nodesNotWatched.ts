import { objectRefText } from '../../../model/objectRef.ts';
import { usesNodes } from '../../answers/usesNodes.ts';
import type { ServiceContext } from '../../serviceContext.ts';
import type { RecordProblem } from '../../serviceRecords.ts';

/**
 * The problem of a name that is to have addresses of nodes, where nodes are not watched; else undefined.
 *
 * @param because goes on after "Cannot publish …: "
 */
export const nodesNotWatched = (
  { options, object }: ServiceContext,
  because: string,
): RecordProblem | undefined =>
  usesNodes(options)
    ? undefined
    : {
        kind: 'nodes-not-watched',
        object,
        message: `Cannot publish what external-dns's annotations of ${objectRefText(object)} ask for: ${because} and nodes are not watched, needed --watch-nodes`,
      };
