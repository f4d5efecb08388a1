import { sourceAnnotation } from '../outside/sourceAnnotation.ts';
import { annotationPrefix } from '../settings.ts';
import type { RrsetContent, SourceContext, SourceRequest } from './sourceRequest.ts';

/**
 * Names that an object of any kind asks for by the annotation `k8s-bind.io/hostname`, or by external-dns's
 * where these are heeded: lists separated by commas.
 */
export const annotatedNames = (
  { options }: SourceContext,
  annotations: Readonly<Record<string, string>>,
  content: readonly RrsetContent[],
): readonly SourceRequest[] => {
  const key = `${annotationPrefix}hostname`;
  const own = annotations[key];
  const found = [
    ...(own === undefined ? [] : [{ key, text: own, rule: 'annotation' as const }]),
    ...[sourceAnnotation(options, annotations, 'hostname')].flatMap((one) =>
      one === undefined ? [] : [{ ...one, rule: 'external-dns' as const }],
    ),
  ];
  return found.flatMap(({ key, text, rule }) =>
    [...new Set(text.split(',').map((part) => part.trim()))]
      .filter((part) => part !== '')
      .map((part): SourceRequest => {
        return { text: part, names: 'host', rule, askedBy: `annotation ${key}`, content };
      }),
  );
};
