import { arrayAt, isJsonObject, type JsonObject, textAt } from '../jsonObject.ts';

/**
 * The status of a condition: `True`, `False` or `Unknown`, and empty where there is none. One that was
 * observed for an earlier generation of the object counts as none when that generation is given.
 */
export const conditionAt = (holder: JsonObject, type: string, generation?: unknown): string => {
  const condition = arrayAt(holder, 'conditions').find(
    (entry): entry is JsonObject => isJsonObject(entry) && entry['type'] === type,
  );
  if (condition === undefined) return '';
  const observed = condition['observedGeneration'];
  const isBehind = typeof generation === 'number' && typeof observed === 'number' && observed < generation;
  return isBehind ? '' : textAt(condition, 'status');
};
