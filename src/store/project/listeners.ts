import type { Listener, ListenerState, NamespacePolicy } from '../../model/gateway.ts';
import { arrayAt, isJsonObject, type JsonObject, objectAt, textAt } from '../jsonObject.ts';
import { conditionAt } from './conditionAt.ts';
import type { Interner } from './interner.ts';
import { labelSelectorOf } from './labelSelectorOf.ts';

const apiGroup = 'gateway.networking.k8s.io';

/** `spec.listeners` of a Gateway or a ListenerSet, each with what its status says. */
export const listeners = (json: JsonObject, { text }: Interner): readonly Listener[] => {
  const said = new Map(
    objectsAt(objectAt(json, 'status'), 'listeners').map((status) => [textAt(status, 'name'), status]),
  );
  return objectsAt(objectAt(json, 'spec'), 'listeners').map((listener): Listener => {
    const name = textAt(listener, 'name');
    const allowed = objectAt(listener, 'allowedRoutes');
    const port = listener['port'];
    return {
      name: text(name),
      port: typeof port === 'number' ? port : 0,
      protocol: text(textAt(listener, 'protocol')),
      hostname: textAt(listener, 'hostname'),
      allowedRoutes: namespacePolicy(objectAt(allowed, 'namespaces'), 'Same'),
      kinds: objectsAt(allowed, 'kinds').flatMap((kind) =>
        (kind['group'] ?? apiGroup) === apiGroup ? [text(textAt(kind, 'kind'))] : [],
      ),
      state: stateOf(said.get(name)),
    };
  });
};

/** `{ from, selector }`; what cannot be read lets nobody in. */
export const namespacePolicy = (json: JsonObject, fallback: 'Same' | 'None'): NamespacePolicy => {
  const from = json['from'] ?? fallback;
  if (from === 'All' || from === 'Same') return { from };
  const selector = from === 'Selector' ? labelSelectorOf(objectAt(json, 'selector')) : undefined;
  return selector === undefined ? { from: 'None' } : { from: 'Selector', selector };
};

const stateOf = (status: JsonObject | undefined): ListenerState => {
  if (status === undefined) return 'unknown';
  const accepted = conditionAt(status, 'Accepted');
  if (conditionAt(status, 'Conflicted') === 'True' || accepted === 'False') return 'out';
  return accepted === 'True' ? 'in' : 'unknown';
};

const objectsAt = (parent: JsonObject, key: string): readonly JsonObject[] =>
  arrayAt(parent, key).filter(isJsonObject);
