import { type Service, type ServiceKey, serviceKey } from './service.ts';

/** Which API object something comes from: a Service today, an Ingress or a Node as well. */
export type ObjectRef = {
  /** As the API writes it: `Service`. */
  readonly kind: string;
  /** Empty for kinds that belong to the whole cluster. */
  readonly namespace: string;
  readonly name: string;
};

/** `Service default/web`, `Node worker-1`: for messages. */
export const objectRefText = ({ kind, namespace, name }: ObjectRef): string =>
  namespace === '' ? `${kind} ${name}` : `${kind} ${namespace}/${name}`;

/** `Service/default/web`, `Node/worker-1`: for markers and as a key. {@link parseObjectRef} undoes it. */
export const objectRefPath = ({ kind, namespace, name }: ObjectRef): string =>
  namespace === '' ? `${kind}/${name}` : `${kind}/${namespace}/${name}`;

const path = /^([A-Za-z][A-Za-z0-9]*)\/(?:([^/\s]+)\/)?([^/\s]+)$/;

/** Reads what {@link objectRefPath} writes; undefined for anything else, such as `default/web/`. */
export const parseObjectRef = (text: string): ObjectRef | undefined => {
  const [, kind, namespace = '', name] = path.exec(text) ?? [];
  return kind === undefined || name === undefined ? undefined : { kind, namespace, name };
};

export const sameObject = (a: ObjectRef, b: ObjectRef): boolean =>
  a.name === b.name && a.namespace === b.namespace && a.kind === b.kind;

/** By kind, then by namespace and name, in code-unit order. */
export const compareObjects = (a: ObjectRef, b: ObjectRef): number =>
  compareTexts(objectRefPath(a), objectRefPath(b));

const compareTexts = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

const serviceKind = 'Service';

/** The Service of a key `namespace/name`. */
export const serviceRef = (key: ServiceKey): ObjectRef => {
  const slash = key.indexOf('/');
  return refOfService({ namespace: key.slice(0, slash), name: key.slice(slash + 1) });
};

export const refOfService = ({ namespace, name }: Pick<Service, 'namespace' | 'name'>): ObjectRef => ({
  kind: serviceKind,
  namespace,
  name,
});

/** Undefined for an object of another kind. */
export const serviceKeyOf = (ref: ObjectRef): ServiceKey | undefined =>
  ref.kind === serviceKind ? serviceKey(ref) : undefined;

/**
 * An object as a key: `namespace/name` for a Service, the path for any other, `Ingress/default/web`. A kind
 * begins with a capital, which no namespace does.
 */
export type OriginKey = string;

export const objectRefKey = (ref: ObjectRef): OriginKey =>
  // In one piece: it is kept as the key of maps, and one put together by a template keeps its parts.
  serviceKeyOf(ref) ?? objectRefPath(ref).split('/').join('/');

/** Undoes {@link objectRefKey}. */
export const originRef = (key: OriginKey): ObjectRef =>
  (/^[A-Z]/.test(key) ? parseObjectRef(key) : undefined) ?? serviceRef(key);
