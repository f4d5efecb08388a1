import type { SourceObject } from '../../model/sourceObject.ts';
import { noProblems } from '../joinProblems.ts';
import type { RecordProblem } from '../serviceRecords.ts';
import { annotationPrefix, invalidAnnotation, parseBoolean, readTtlAnnotation } from '../settings.ts';

/** What an object's own annotations ask for, whatever its kind. */
export type SourceSettings = {
  /** `k8s-bind.io/ignore: "true"` */
  readonly ignore: boolean;
  /** `k8s-bind.io/ttl`; not yet within the operator's bounds. */
  readonly ttlSeconds: number | undefined;
  readonly problems: readonly RecordProblem[];
};

const nothing: SourceSettings = { ignore: false, ttlSeconds: undefined, problems: noProblems };

export const sourceSettings = ({ ref, annotations }: SourceObject): SourceSettings => {
  const ignoreText = annotations[`${annotationPrefix}ignore`];
  const ttlText = annotations[`${annotationPrefix}ttl`];
  if (ignoreText === undefined && ttlText === undefined) return nothing;
  const ignore = ignoreText === undefined ? false : parseBoolean(ignoreText);
  const ttl = ttlText === undefined ? undefined : readTtlAnnotation(ref, `${annotationPrefix}ttl`, ttlText);
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
