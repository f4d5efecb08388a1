/**
 * Which fields of a message are read, by their numbers, and as what they stand in the JSON of the same
 * object. All others are passed over.
 */
export type MessageShape = readonly (Field | undefined)[];

export type Field =
  /**
   * A text that is empty is absent, and an integer (of 32 bits) that is 0, as the API server leaves them out
   * in JSON. A boolean that is false is not.
   */
  | { readonly key: string; readonly kind: 'text' | 'texts' | 'integer' | 'boolean' | 'map' | 'time' }
  | { readonly key: string; readonly kind: 'message' | 'messages'; readonly shape: MessageShape };

/** A shape from its fields by number. */
export const messageShape = (fields: Readonly<Record<number, Field>>): MessageShape => {
  const shape: (Field | undefined)[] = [];
  for (const [number, field] of Object.entries(fields)) shape[Number(number)] = field;
  return shape;
};

/** A field that most messages have. */
export const textField = (key: string): Field => ({ key, kind: 'text' });
