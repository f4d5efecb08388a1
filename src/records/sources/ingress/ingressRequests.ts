import type { IngressSnapshot } from '../../../model/originSnapshot.ts';
import { noProblems } from '../../joinProblems.ts';
import { isForAnotherController } from '../../outside/externalDns/isForAnotherController.ts';
import { annotatedNames } from '../annotatedNames.ts';
import type { SourceContext, SourceMaker } from '../sourceRequest.ts';
import { hostnameSource } from './hostnameSource.ts';
import { ingressContent } from './ingressContent.ts';
import { ingressHosts } from './ingressHosts.ts';

/**
 * The hosts of an Ingress and the names that its annotations ask for, with the addresses it is reached at.
 * By external-dns's annotations, where these are heeded, its hosts or its annotations may be left out.
 */
export const ingressRequests: SourceMaker<IngressSnapshot> = (snapshot, context) => {
  const { object, defaultClass } = snapshot;
  const className = object.className || defaultClass;
  if (!isOurClass(context, className)) return { requests: [], problems: noProblems };
  const { annotations } = object;
  const { content, waitsFor, problems } = ingressContent(snapshot, context, className);
  const from = hostnameSource(object, context.options);
  const isForOther = isForAnotherController(annotations, context.options);
  const hosts = from.hosts && !isForOther ? ingressHosts(object, context.options, content) : [];
  const annotated = annotatedNames(context, annotations, content).filter(
    ({ rule }) => rule === 'annotation' || (from.annotations && !isForOther),
  );
  return {
    requests: [...hosts, ...annotated],
    problems: [...from.problems, ...problems],
    holdable: { as: className, waitsFor, territory: false },
  };
};

/** Without `ingressClasses` every class is, also none. */
const isOurClass = ({ options }: SourceContext, className: string): boolean =>
  options.ingressClasses.length === 0 || options.ingressClasses.includes(className);
