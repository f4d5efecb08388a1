import type { ClusterIpService } from '../../model/service.ts';
import { type ServiceContext, ttlOf } from '../serviceContext.ts';
import { hasAddress, type MadeAnswer, noAnswer, splitFamilies } from './answer.ts';
import { servicePorts } from './servicePorts.ts';

/** Every cluster IP, with or without endpoints behind it (specification §2.3.1, §2.3.2). */
export const clusterIpAnswer = (context: ServiceContext<ClusterIpService>): MadeAnswer => {
  const families = splitFamilies(context, context.service.clusterIps);
  if (!hasAddress(families)) return noAnswer;
  const { ports, problems } = servicePorts(context, ({ port }) => port);
  const ttlSeconds = ttlOf(context, 'clusterIp');
  return { answer: { ttlSeconds, ...families, alias: '', ports }, problems };
};
