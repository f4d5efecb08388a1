import type { ObjectRef } from '../../model/objectRef.ts';
import type { SourceSnapshot } from '../../model/originSnapshot.ts';
import { createAddressFilter } from '../createAddressFilter.ts';
import { joinProblems, noProblems } from '../joinProblems.ts';
import { limitProblems } from '../limitProblems.ts';
import { clampTtl } from '../parseTtl.ts';
import type { RecordOptions, TtlKind } from '../recordOptions.ts';
import { inScope, type Scope } from '../scope.ts';
import type { ServiceRecords } from '../serviceRecords.ts';
import { fillSourceRequests } from './fillSourceRequests.ts';
import { sourceMakers } from './sourceMakers.ts';
import type { MadeSource, SourceContext, SourceMaker } from './sourceRequest.ts';
import { sourceSettings } from './sourceSettings.ts';
import { widerWildcards } from './widerWildcards.ts';

/** All records of one object other than a Service in one zone: as `recordsOf` is for a Service. */
export const sourceRecords = (snapshot: SourceSnapshot, options: RecordOptions): ServiceRecords => {
  const { object, namespaceLabels } = snapshot;
  const { ref, createdMs, labels } = object;
  const scoped = { namespace: ref.namespace, labels, namespaceLabels };
  const { source, ttl, make } = sourceMakers[snapshot.kind];
  if (!options.sources.includes(source) || !inScope(scoped, scopeFor(ref, options.scope))) return unselected;
  const { ignore, ttlSeconds, problems } = sourceSettings(object, options);
  if (ignore) return { ...unselected, problems };
  const context: SourceContext = {
    object: ref,
    createdMs,
    scoped,
    options,
    filter: createAddressFilter(options),
    ttlSeconds: clampTtl(
      ttlSeconds ?? options.ttlSeconds[(ttl as (snapshot: SourceSnapshot) => TtlKind)(snapshot)],
      options,
    ),
  };
  const made = (make as SourceMaker<SourceSnapshot>)(snapshot, context);
  return filled(context, { ...made, problems: joinProblems(problems, made.problems) });
};

/** Namespaces restrict nothing that belongs to the whole cluster. */
const scopeFor = ({ namespace }: ObjectRef, scope: Scope): Scope =>
  namespace !== '' ? scope : scope.selector === undefined ? everything : { selector: scope.selector };

const everything: Scope = {};

const filled = (
  context: SourceContext,
  { requests, territory = [], shared = [], problems, holdable }: MadeSource,
): ServiceRecords => {
  const filled = fillSourceRequests(context, requests);
  const leftOut = context.filter.leftOut();
  return {
    selected: true,
    territory,
    shared,
    names: filled.names,
    requested: filled.requested,
    problems: limitProblems(
      [problems, filled.problems, widerWildcards(context.object, filled.names)].reduce(joinProblems),
    ),
    ...(holdable === undefined ? {} : { holdable }),
    ...(leftOut === 0 ? {} : { leftOut }),
  };
};

const unselected: ServiceRecords = {
  selected: false,
  territory: [],
  shared: [],
  names: [],
  requested: [],
  problems: noProblems,
};
