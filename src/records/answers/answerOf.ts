import { assertNever } from '../../assertNever.ts';
import type { ClusterIpService, HeadlessService } from '../../model/service.ts';
import type { AddressPolicy } from '../recordOptions.ts';
import type { ServiceContext } from '../serviceContext.ts';
import { type MadeAnswer, noAnswer } from './answer.ts';
import { clusterIpAnswer } from './clusterIpAnswer.ts';
import { externalAnswer } from './externalAnswer.ts';
import { externalNameAnswer } from './externalNameAnswer.ts';
import { headlessAnswer } from './headlessAnswer.ts';
import { isHidden } from './isHidden.ts';
import { nodeAnswer } from './nodeAnswer.ts';

type Answers<S extends ClusterIpService | HeadlessService> = Readonly<
  Record<AddressPolicy, (context: ServiceContext<S>) => MadeAnswer>
>;

/** The tables of address policies: a new policy is one file and one row in each. */
const clusterIpAnswers: Answers<ClusterIpService> = {
  'cluster-ip': clusterIpAnswer,
  endpoints: headlessAnswer,
  external: externalAnswer,
  node: nodeAnswer,
};

/** A headless Service has no cluster IP; its endpoints take that place. */
const headlessAnswers: Answers<HeadlessService> = {
  'cluster-ip': headlessAnswer,
  endpoints: headlessAnswer,
  external: externalAnswer,
  node: nodeAnswer,
};

/** What the Service's names answer under a policy. */
export const answerOf = (context: ServiceContext, policy: AddressPolicy): MadeAnswer => {
  const { service } = context;
  switch (service.kind) {
    case 'cluster-ip':
      return isHidden(context) ? noAnswer : clusterIpAnswers[policy]({ ...context, service });
    case 'headless':
      return headlessAnswers[policy]({ ...context, service });
    case 'external-name':
      return externalNameAnswer({ ...context, service });
    case 'pending':
      return noAnswer;
    default:
      return assertNever(service);
  }
};
