import type { ObjectRef } from './objectRef.ts';

/** What every object has from which names come, whatever its kind. */
export type SourceObject = {
  readonly ref: ObjectRef;
  /** `metadata.uid`; empty for manifests that have none. */
  readonly uid: string;
  /**
   * `metadata.creationTimestamp` in milliseconds since 1970; 0 when unknown. Decides who keeps a disputed
   * name.
   */
  readonly createdMs: number;
  /** Those that some option reads. */
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
};
