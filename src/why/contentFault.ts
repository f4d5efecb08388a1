import { assertNever } from '../assertNever.ts';
import type { ServiceSnapshot } from '../model/serviceSnapshot.ts';
import { isHidden } from '../records/answers/isHidden.ts';
import { meansEndpoints } from '../records/answers/meansEndpoints.ts';
import type { AddressPolicy } from '../records/recordOptions.ts';
import type { ServiceContext } from '../records/serviceContext.ts';
import type { Reason } from './explanation.ts';
import { readyText } from './objectText.ts';

export type ContentFault = { readonly reason: Reason; readonly detail: string; readonly fix?: string };

/** Why a Service has nothing to publish under an address policy. */
export const contentFault = (context: ServiceContext, policy: AddressPolicy): ContentFault => {
  const { service, snapshot } = context;
  switch (service.kind) {
    case 'pending':
      return { reason: 'no-address', detail: 'it has no cluster IP yet' };
    case 'external-name':
      return {
        reason: 'unpublishable',
        detail: `externalName "${service.externalName}" cannot be published`,
      };
    default:
  }
  if (isHidden(context))
    return {
      reason: 'not-ready',
      detail: `${readyText(snapshot)}, and --hide-empty leaves out who has none ready`,
    };
  if (meansEndpoints(service.kind, policy)) return endpointFault(snapshot);
  switch (policy) {
    case 'external':
      return externalFault(snapshot);
    case 'node':
      return nodeFault(snapshot);
    case 'endpoints':
    case 'cluster-ip':
      return { reason: 'no-address', detail: 'it has no address' };
    default:
      return assertNever(policy);
  }
};

const endpointFault = (snapshot: ServiceSnapshot): ContentFault => {
  const { slices } = snapshot;
  if (slices.every(({ endpoints }) => endpoints.length === 0))
    return {
      reason: 'no-endpoints',
      detail: `${slices.length === 0 ? 'no EndpointSlice belongs to it' : 'its EndpointSlices are empty'}: nothing stands behind it`,
      fix: 'a selector that matches the labels of Pods, or an EndpointSlice by hand',
    };
  return {
    reason: 'not-ready',
    detail: readyText(snapshot),
    fix: 'look at the readiness of its Pods; or publishNotReadyAddresses, where they are wanted all the same',
  };
};

const externalFault = ({ service }: ServiceSnapshot): ContentFault => {
  if (service.type === 'LoadBalancer')
    return {
      reason: 'no-address',
      detail: 'it waits for an address in status.loadBalancer',
      fix: 'look at the controller of the load balancer',
    };
  return {
    reason: 'no-address',
    detail: `its addresses are to be external ones, and a Service of type ${service.type} has none`,
    fix: 'type LoadBalancer, or spec.externalIPs, or another k8s-bind.io/addresses',
  };
};

const nodeFault = ({ service, nodes }: ServiceSnapshot): ContentFault => {
  if (!service.ports.some(({ nodePort }) => nodePort > 0))
    return {
      reason: 'no-address',
      detail: `its addresses are to be those of nodes, and type ${service.type} has no node ports`,
      fix: 'type NodePort or LoadBalancer, or another k8s-bind.io/addresses',
    };
  const ready = nodes.filter((node) => node.ready).length;
  return {
    reason: 'not-ready',
    detail: `${ready} of ${nodes.length} nodes ready, and none has an address for it`,
  };
};
