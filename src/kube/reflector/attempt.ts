/** One request of the reflector to the API server. */
export type Attempt =
  /** Everything by a watch that begins with what exists, and goes on with what changes. */
  | { readonly kind: 'watch-list' }
  /**
   * Everything by lists. `0`: whatever the server's cache has; empty: the newest, in one piece; another: not
   * older than it; undefined: the newest, page after page from the store.
   */
  | { readonly kind: 'list'; readonly resourceVersion: string | undefined }
  /** Whether the server's store still has what was read: it may have been put back to an earlier state. */
  | { readonly kind: 'version'; readonly resourceVersion: string }
  /** What changes from a version on. */
  | { readonly kind: 'watch'; readonly resourceVersion: string };

/** How a request ended. */
export type Ending =
  /** A list is complete. */
  | { readonly kind: 'listed'; readonly resourceVersion: string }
  /**
   * The stream ended in order: the server's time limit, ours, or a quiet stream that is made anew to be sure.
   */
  | { readonly kind: 'ended' }
  /**
   * Nothing came from the moment the stream was opened, not even a bookmark: a dead link, or a version that
   * the server has not reached (its store was restored from a backup), which it waits for without a word.
   */
  | { readonly kind: 'silent'; readonly message: string }
  /** The server's store is not where it was: it was put back to an earlier state. */
  | { readonly kind: 'behind'; readonly message: string }
  /** A sync by watch whose end never came, though the stream was alive: this server is read by lists. */
  | { readonly kind: 'unfinished'; readonly message: string }
  /** No connection, or it was cut, or nothing came. */
  | { readonly kind: 'lost'; readonly message: string }
  /** The server said no: an HTTP status, or an ERROR event within the stream. */
  | {
      readonly kind: 'refused';
      readonly code: number;
      readonly message: string;
      readonly retryAfterMs: number | undefined;
      /** The version asked for is newer than any the server knows: its store was restored or replaced. */
      readonly versionTooLarge: boolean;
      /** As an ERROR event, after the stream had begun. */
      readonly inStream: boolean;
    }
  /** What came cannot be read. */
  | { readonly kind: 'garbled'; readonly message: string };

/** What an attempt achieved, whatever its end. */
export type AttemptResult = {
  readonly ending: Ending;
  /** The last version that was applied; undefined while a sync was not complete. */
  readonly resourceVersion: string | undefined;
  /** How long the answer flowed; 0 when there was none. */
  readonly openMs: number;
};
