import type { Gateway, GatewayAddress, ListenerSet } from '../../model/gateway.ts';
import { arrayAt, isJsonObject, type JsonObject, objectAt, textAt } from '../jsonObject.ts';
import { conditionAt } from './conditionAt.ts';
import { listeners, namespacePolicy } from './listeners.ts';
import {
  createProblemList,
  type ProblemList,
  type Projection,
  type ProjectionContext,
} from './projection.ts';
import { readAddress } from './readAddresses.ts';
import { sourceObject } from './sourceObject.ts';

/** A Gateway (gateway.networking.k8s.io/v1). */
export const projectGateway = (json: JsonObject, context: ProjectionContext): Projection<Gateway> => {
  const common = sourceObject('Gateway', json, context);
  const problems = createProblemList('Gateway', `${common.ref.namespace}/${common.ref.name}`);
  const spec = objectAt(json, 'spec');
  const object: Gateway = {
    ...common,
    className: context.interner.text(textAt(spec, 'gatewayClassName')),
    listeners: listeners(json, context.interner),
    allowedListeners: namespacePolicy(objectAt(objectAt(spec, 'allowedListeners'), 'namespaces'), 'None'),
    isRefused: conditionAt(objectAt(json, 'status'), 'Accepted') === 'False',
    addresses: gatewayAddresses(json, problems),
  };
  return { object, problems: problems.texts };
};

/** A ListenerSet (gateway.networking.k8s.io/v1). */
export const projectListenerSet = (json: JsonObject, context: ProjectionContext): Projection<ListenerSet> => {
  const common = sourceObject('ListenerSet', json, context);
  const parent = objectAt(objectAt(json, 'spec'), 'parentRef');
  const object: ListenerSet = {
    ...common,
    gateway: `${textAt(parent, 'namespace') || common.ref.namespace}/${textAt(parent, 'name')}`,
    listeners: listeners(json, context.interner),
    isAccepted: conditionAt(objectAt(json, 'status'), 'Accepted') === 'True',
  };
  return { object, problems: [] };
};

/** A type that is absent is IPAddress. */
const gatewayAddresses = (json: JsonObject, problems: ProblemList): readonly GatewayAddress[] =>
  arrayAt(objectAt(json, 'status'), 'addresses').flatMap((entry, index): readonly GatewayAddress[] => {
    if (!isJsonObject(entry)) return [];
    const value = textAt(entry, 'value');
    const type = entry['type'] ?? 'IPAddress';
    if (type === 'Hostname') return [{ type, value }];
    if (type !== 'IPAddress') return [{ type: 'other', value: `${textAt(entry, 'type')} ${value}` }];
    const address = readAddress(value, `status.addresses[${index}].value`, problems);
    return address === undefined ? [] : [{ type, value: address }];
  });
