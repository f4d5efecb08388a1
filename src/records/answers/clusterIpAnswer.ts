import type { ClusterIpService } from '../../model/service.ts';
import { type ServiceContext, ttlOf } from '../serviceContext.ts';
import { type Answer, splitFamilies } from './answer.ts';
import { servicePorts } from './servicePorts.ts';

/** Every cluster IP, with or without endpoints behind it (specification §2.3.1, §2.3.2). */
export const clusterIpAnswer = (context: ServiceContext<ClusterIpService>): Answer | undefined => {
  const { clusterIps } = context.service;
  if (clusterIps.length === 0) return undefined;
  return {
    ttlSeconds: ttlOf(context, 'clusterIp'),
    ...splitFamilies(clusterIps),
    alias: '',
    ports: servicePorts(context, ({ port }) => port),
  };
};
