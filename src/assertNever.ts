/**
 * Ends a switch over a discriminated union: a kind that nobody handles is a compile error, and at run time
 * says which it was.
 */
export const assertNever = (value: never): never => {
  throw new TypeError(`Cannot handle ${JSON.stringify(value)}: no case of the switch covers it`);
};
