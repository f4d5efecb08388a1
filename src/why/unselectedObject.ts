import { isServiceSnapshot, type OriginSnapshot, originOfSnapshot } from '../model/originSnapshot.ts';
import type { RecordOptions } from '../records/recordOptions.ts';
import { inScope, type Scope, type Scoped } from '../records/scope.ts';
import { annotationPrefix, parseBoolean } from '../records/settings.ts';
import { sourceMakers } from '../records/sources/sourceMakers.ts';
import type { Reason } from './explanation.ts';
import type { Break } from './link.ts';
import { subjectOf } from './objectText.ts';

type Unselected = Break & { readonly reason: Reason };

/** Why an object that exists counts for nothing in a zone; undefined where it counts. */
export const unselectedObject = (
  snapshot: OriginSnapshot,
  options: RecordOptions,
): Unselected | undefined => {
  const subject = subjectOf(snapshot);
  const source = isServiceSnapshot(snapshot) ? 'service' : sourceMakers[snapshot.kind].source;
  if (!options.sources.includes(source))
    return {
      subject,
      reason: 'not-selected',
      detail: `zone ${options.zone} has names from ${options.sources.join(', ')} only`,
      fix: `--source ${[...options.sources, source].join(',')}`,
    };
  const left = outOfScope(snapshot, options.scope);
  if (left !== undefined) return { subject, ...left };
  const { annotations } = objectOf(snapshot);
  if (parseBoolean(annotations[`${annotationPrefix}ignore`] ?? '') !== true) return undefined;
  return {
    subject,
    reason: 'not-selected',
    detail: `its annotation ${annotationPrefix}ignore says "true"`,
    fix: `take the annotation ${annotationPrefix}ignore away`,
  };
};

type Labelled = Pick<Scoped, 'labels'> & { readonly annotations: Readonly<Record<string, string>> };

const objectOf = (snapshot: OriginSnapshot): Labelled =>
  isServiceSnapshot(snapshot) ? snapshot.service : snapshot.object;

const outOfScope = (snapshot: OriginSnapshot, scope: Scope): Omit<Unselected, 'subject'> | undefined => {
  const { namespace } = originOfSnapshot(snapshot).ref;
  const { labels } = objectOf(snapshot);
  const scoped: Scoped = { namespace, labels, namespaceLabels: snapshot.namespaceLabels };
  // Namespaces restrict nothing that belongs to the whole cluster.
  const { namespaces, namespaceSelector, selector } =
    namespace === '' ? { ...noScope, selector: scope.selector } : { ...noScope, ...scope };
  if (namespaces !== undefined && !inScope(scoped, { namespaces }))
    return {
      reason: 'namespace-not-selected',
      detail: `namespace ${namespace} is not published, only ${namespaces.join(', ')}`,
      fix: `--namespace ${namespace}`,
    };
  if (namespaceSelector !== undefined && !inScope(scoped, { namespaceSelector }))
    return {
      reason: 'namespace-not-selected',
      detail: `the labels of namespace ${namespace} are not those of the namespace selector`,
      fix: `a label for namespace ${namespace}, or another --namespace-selector`,
    };
  if (selector !== undefined && !inScope(scoped, { selector }))
    return {
      reason: 'not-selected',
      detail: 'its labels are not those of the selector',
      fix: 'a label for it, or another --selector',
    };
  return undefined;
};

const noScope: { readonly [Key in keyof Scope]: Scope[Key] | undefined } = {
  namespaces: undefined,
  namespaceSelector: undefined,
  selector: undefined,
};
