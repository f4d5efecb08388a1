import type { SourceObject } from '../../model/sourceObject.ts';
import { noProblems } from '../joinProblems.ts';
import { sourceAnnotation } from '../outside/sourceAnnotation.ts';
import type { RecordOptions } from '../recordOptions.ts';
import type { RecordProblem } from '../serviceRecords.ts';
import { annotationPrefix, invalidAnnotation, parseBoolean, readTtlAnnotation } from '../settings.ts';

/** What an object's own annotations ask for, whatever its kind. */
export type SourceSettings = {
  /** `k8s-bind.io/ignore: "true"` */
  readonly ignore: boolean;
  /** `k8s-bind.io/ttl`, else external-dns's `ttl` where heeded; not yet within the operator's bounds. */
  readonly ttlSeconds: number | undefined;
  readonly problems: readonly RecordProblem[];
};

const nothing: SourceSettings = { ignore: false, ttlSeconds: undefined, problems: noProblems };

export const sourceSettings = (
  { ref, annotations }: SourceObject,
  options: Pick<RecordOptions, 'externalDnsAnnotations'>,
): SourceSettings => {
  const ignoreText = annotations[`${annotationPrefix}ignore`];
  const ttlAnnotation = ttlOf(annotations, options);
  if (ignoreText === undefined && ttlAnnotation === undefined) return nothing;
  const ignore = ignoreText === undefined ? false : parseBoolean(ignoreText);
  const ttl = ttlAnnotation && readTtlAnnotation(ref, ttlAnnotation.key, ttlAnnotation.text);
  return {
    ignore: ignore ?? false,
    ttlSeconds: typeof ttl === 'number' ? ttl : undefined,
    problems: [
      ...(ignore === undefined
        ? [invalidAnnotation(ref, `${annotationPrefix}ignore`, ignoreText ?? '', 'true or false')]
        : []),
      ...(typeof ttl === 'object' ? [ttl] : []),
    ],
  };
};

type Annotation = { readonly key: string; readonly text: string };

const ttlOf = (
  annotations: Readonly<Record<string, string>>,
  options: Pick<RecordOptions, 'externalDnsAnnotations'>,
): Annotation | undefined => {
  const key = `${annotationPrefix}ttl`;
  const own = annotations[key];
  return own === undefined ? sourceAnnotation(options, annotations, 'ttl') : { key, text: own };
};
