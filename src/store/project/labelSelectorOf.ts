import type { LabelRequirement, LabelSelector } from '../../model/labelSelector.ts';
import { arrayAt, isJsonObject, type JsonObject, objectAt, textAt } from '../jsonObject.ts';

const kinds: ReadonlyMap<string, LabelRequirement['kind']> = new Map([
  ['In', 'in'],
  ['NotIn', 'notin'],
  ['Exists', 'exists'],
  ['DoesNotExist', 'absent'],
]);

/** A LabelSelector (meta/v1) of the API; undefined for one that cannot be read, which selects nothing. */
export const labelSelectorOf = (json: JsonObject): LabelSelector | undefined => {
  const selector: LabelRequirement[] = [];
  for (const [key, value] of Object.entries(objectAt(json, 'matchLabels'))) {
    if (typeof value !== 'string') return undefined;
    selector.push({ kind: 'in', key, values: [value] });
  }
  for (const expression of arrayAt(json, 'matchExpressions')) {
    const kind = isJsonObject(expression) ? kinds.get(textAt(expression, 'operator')) : undefined;
    if (!isJsonObject(expression) || kind === undefined) return undefined;
    const values = arrayAt(expression, 'values').filter((value) => typeof value === 'string');
    selector.push({ kind, key: textAt(expression, 'key'), values });
  }
  return selector;
};
