/** The part of postject (Node's own tool for this) that is used here; it has no types of its own. */
declare module 'postject' {
  /** Adds `data` to a program, under a name by which it finds it. */
  export const inject: (
    file: string,
    name: string,
    data: Buffer,
    options: { readonly sentinelFuse: string },
  ) => Promise<void>;
}
