import type { SecureContextOptions } from 'node:tls';

/** How to reach the API server and prove who we are; asked for anew before each request. */
export type Credentials = {
  /** Reads token files again each time; runs an exec plugin only when its token is spent. */
  readonly access: (signal: AbortSignal) => Promise<AccessResult>;
  /** Forgets what is cached: the server refused it. */
  readonly renew: () => void;
  /**
   * With these no server was reached: the files are read again, which may lead elsewhere by now. What cannot
   * be read then leaves them as they are.
   */
  readonly reread: () => void;
  /** Where they come from, in words: `kubeconfig "/root/.kube/config", context "lan"`. */
  readonly origin: string;
};

export type AccessResult = Access | { readonly kind: 'problem'; readonly message: string };

export type Access = {
  readonly kind: 'access';
  /** http or https, perhaps with a path in front of the API's. */
  readonly server: URL;
  /** Authorization and impersonation. */
  readonly headers: Readonly<Record<string, string | string[]>>;
  readonly tls: TlsOptions;
  /** The HTTP proxy to go through. */
  readonly proxyUrl?: string;
};

export type TlsOptions = Pick<SecureContextOptions, 'ca' | 'cert' | 'key'> & {
  readonly servername?: string;
  readonly rejectUnauthorized?: boolean;
};
