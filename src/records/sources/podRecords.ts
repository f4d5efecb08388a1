import type { PodSnapshot } from '../../model/originSnapshot.ts';
import { isHostLabel } from '../hostName.ts';
import { noProblems } from '../joinProblems.ts';
import { limitRrsets } from '../limitRrsets.ts';
import { podRrsets } from '../podRrsets.ts';
import type { SourceMaker } from './sourceRequest.ts';

/** `1-2-3-4.<namespace>.pod.<zone>` for each address of a Pod. It asks for no name outside the territory. */
export const podRecords: SourceMaker<PodSnapshot> = ({ object }, context) => {
  const { namespace } = object.ref;
  const rrsets = isHostLabel(namespace) ? podRrsets(context, namespace, object.ips) : [];
  return {
    requests: [],
    shared: limitRrsets(rrsets, context.options.maxRecords).rrsets,
    problems: noProblems,
  };
};
