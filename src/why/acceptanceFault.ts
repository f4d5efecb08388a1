import { type ParentRef, type Route, sameParent } from '../model/route.ts';

export type AcceptanceFault = {
  readonly reason: 'not-accepted';
  readonly detail: string;
  readonly fix: string;
};

/** What it means for a route that this parent has not accepted it; undefined where it has. */
export const acceptanceFault = ({ acceptedBy }: Route, ref: ParentRef): AcceptanceFault | undefined =>
  acceptedBy.some((accepted) => sameParent(accepted, ref))
    ? undefined
    : {
        reason: 'not-accepted',
        detail: `${ref.kind} ${ref.namespace}/${ref.name} has not accepted it (condition Accepted in status.parents)`,
        fix: 'look at the controller of the Gateway',
      };
