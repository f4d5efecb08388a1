import type { ResourceName } from '../../store/resources.ts';
import { type Field, type MessageShape, messageShape, textField } from './messageShape.ts';

const texts = (key: string): Field => ({ key, kind: 'texts' });
const integer = (key: string): Field => ({ key, kind: 'integer' });
const boolean = (key: string): Field => ({ key, kind: 'boolean' });
const map = (key: string): Field => ({ key, kind: 'map' });
const message = (key: string, shape: MessageShape): Field => ({ key, kind: 'message', shape });
const messages = (key: string, shape: MessageShape): Field => ({ key, kind: 'messages', shape });

const objectMetaShape = messageShape({
  1: textField('name'),
  3: textField('namespace'),
  5: textField('uid'),
  6: textField('resourceVersion'),
  8: { key: 'creationTimestamp', kind: 'time' },
  11: map('labels'),
  12: map('annotations'),
});

const servicePortShape = messageShape({
  1: textField('name'),
  2: textField('protocol'),
  3: integer('port'),
  5: integer('nodePort'),
});

const serviceSpecShape = messageShape({
  1: messages('ports', servicePortShape),
  3: textField('clusterIP'),
  4: textField('type'),
  5: texts('externalIPs'),
  10: textField('externalName'),
  11: textField('externalTrafficPolicy'),
  13: boolean('publishNotReadyAddresses'),
  18: texts('clusterIPs'),
});

const ingressShape = messageShape({ 1: textField('ip'), 2: textField('hostname') });
const loadBalancerShape = messageShape({ 1: messages('ingress', ingressShape) });
const serviceStatusShape = messageShape({ 1: message('loadBalancer', loadBalancerShape) });

const serviceShape = messageShape({
  1: message('metadata', objectMetaShape),
  2: message('spec', serviceSpecShape),
  3: message('status', serviceStatusShape),
});

const conditionsShape = messageShape({ 1: boolean('ready') });
const targetShape = messageShape({ 1: textField('kind'), 2: textField('namespace'), 3: textField('name') });

const endpointShape = messageShape({
  1: texts('addresses'),
  2: message('conditions', conditionsShape),
  3: textField('hostname'),
  4: message('targetRef', targetShape),
  6: textField('nodeName'),
  7: textField('zone'),
});

const endpointPortShape = messageShape({
  1: textField('name'),
  2: textField('protocol'),
  3: integer('port'),
});

const endpointSliceShape = messageShape({
  1: message('metadata', objectMetaShape),
  2: messages('endpoints', endpointShape),
  3: messages('ports', endpointPortShape),
  4: textField('addressType'),
});

/**
 * The resources that are so many that they are listed as protobuf, with the fields that their projection
 * (`store/project`) looks at: a field that it comes to need is added here as well. The numbers are those of
 * `generated.proto` in k8s.io/api and k8s.io/apimachinery, which never change.
 */
export const apiShapes: { readonly [R in ResourceName]?: MessageShape } = {
  services: serviceShape,
  endpointslices: endpointSliceShape,
};
