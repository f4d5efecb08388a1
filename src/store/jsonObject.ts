/** A JSON object whose members are not yet known. */
export type JsonObject = Readonly<Record<string, unknown>>;

export const isJsonObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The member as an object; the empty object when it is absent or something else. */
export const objectAt = (parent: JsonObject, key: string): JsonObject => {
  const value = parent[key];
  return isJsonObject(value) ? value : emptyObject;
};

/** The member as an array; the empty array when it is absent, null or something else. */
export const arrayAt = (parent: JsonObject, key: string): readonly unknown[] => {
  const value = parent[key];
  return Array.isArray(value) ? value : emptyArray;
};

/** The member as text; empty when it is absent, null or something else. */
export const textAt = (parent: JsonObject, key: string): string => {
  const value = parent[key];
  return typeof value === 'string' ? value : '';
};

const emptyObject: JsonObject = Object.freeze({});
const emptyArray: readonly unknown[] = Object.freeze([]);
