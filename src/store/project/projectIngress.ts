import { exactList } from '../../exactList.ts';
import type { Ingress, IngressClass } from '../../model/ingress.ts';
import { arrayAt, isJsonObject, type JsonObject, objectAt, textAt } from '../jsonObject.ts';
import { loadBalancerIngress } from './loadBalancerIngress.ts';
import { createProblemList, type Projection, type ProjectionContext } from './projection.ts';
import { sourceObject } from './sourceObject.ts';

const classAnnotation = 'kubernetes.io/ingress.class';

/** An Ingress (networking.k8s.io/v1): hosts, class and status. */
export const projectIngress = (json: JsonObject, context: ProjectionContext): Projection<Ingress> => {
  const common = sourceObject('Ingress', json, context);
  const problems = createProblemList('Ingress', `${common.ref.namespace}/${common.ref.name}`);
  const spec = objectAt(json, 'spec');
  const annotations = objectAt(objectAt(json, 'metadata'), 'annotations');
  const object: Ingress = {
    ...common,
    className: context.interner.text(
      textAt(spec, 'ingressClassName') || textAt(annotations, classAnnotation),
    ),
    hosts: distinct(objectsAt(spec, 'rules').map((rule) => textAt(rule, 'host'))),
    tlsHosts: distinct(objectsAt(spec, 'tls').flatMap((tls) => arrayAt(tls, 'hosts').filter(isText))),
    loadBalancer: loadBalancerIngress(json, problems),
  };
  return { object, problems: problems.texts };
};

/** An IngressClass (networking.k8s.io/v1). */
export const projectIngressClass = (json: JsonObject): Projection<IngressClass> => {
  const metadata = objectAt(json, 'metadata');
  const object = {
    name: textAt(metadata, 'name'),
    createdMs: Date.parse(textAt(metadata, 'creationTimestamp')) || 0,
    isDefault:
      textAt(objectAt(metadata, 'annotations'), 'ingressclass.kubernetes.io/is-default-class') === 'true',
  };
  return { object, problems: [] };
};

const objectsAt = (parent: JsonObject, key: string): readonly JsonObject[] =>
  arrayAt(parent, key).filter(isJsonObject);

const isText = (value: unknown): value is string => typeof value === 'string';

const distinct = (texts: readonly string[]): readonly string[] =>
  exactList([...new Set(texts)].filter((text) => text !== ''));
