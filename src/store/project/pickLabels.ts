import type { JsonObject } from '../jsonObject.ts';
import type { ProjectionNeeds } from './projection.ts';

type Texts = Readonly<Record<string, string>>;

/** The labels that some option reads: all of them, none, or those named. */
export const pickLabels = (labels: JsonObject, needed: boolean | readonly string[]): Texts => {
  if (needed === false) return nothing;
  return pick(labels, needed === true ? undefined : (key) => needed.includes(key));
};

export const pickAnnotations = (annotations: JsonObject, needs: ProjectionNeeds): Texts =>
  pick(
    annotations,
    (key, value) =>
      (needs.allAnnotations === true && value.length <= moderateLength) ||
      needs.annotationKeys.includes(key) ||
      needs.annotationPrefixes.some((prefix) => key.startsWith(prefix)),
  );

const pick = (texts: JsonObject, keeps: ((key: string, value: string) => boolean) | undefined): Texts => {
  let picked: Record<string, string> | undefined;
  for (const key in texts) {
    const value = texts[key];
    // `__proto__` is no valid key of Kubernetes, and setting it would not make a member.
    if (typeof value !== 'string' || key === '__proto__' || keeps?.(key, value) === false) continue;
    picked ??= {};
    picked[key] = value;
  }
  return picked ?? nothing;
};

/** What tools keep in annotations, such as the whole object that was applied, is longer. */
const moderateLength = 1_000;

const nothing: Texts = Object.freeze({});
