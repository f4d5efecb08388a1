/** The file system as far as the configuration needs it. Both throw Node's errors with a `code`. */
export type Files = {
  readonly read: (path: string) => string;
  readonly stat: (path: string) => { readonly mode: number };
};
