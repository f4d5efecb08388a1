export type Json = Readonly<Record<string, unknown>>;

/** Reads fields of objects as the API server has them; what is missing is empty. */
export const at = (json: unknown, ...path: readonly string[]): unknown =>
  path.reduce<unknown>((value, key) => (value as Json | undefined)?.[key], json);
export const list = (value: unknown): readonly Json[] => (value ?? []) as readonly Json[];
export const texts = (value: unknown): readonly string[] => (value ?? []) as readonly string[];
export const textAt = (json: unknown, ...path: readonly string[]): string =>
  (at(json, ...path) ?? '') as string;
