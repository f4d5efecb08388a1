/**
 * One context of a kubeconfig, or what stands in for it: where the API server is, and as whom to speak to it.
 */
export type ClusterConfig = {
  readonly server: string;
  /** Material as it came: text of the file itself, or a path that is read for each request. */
  readonly ca?: Material;
  readonly serverName?: string;
  readonly skipVerify: boolean;
  readonly proxyUrl?: string;
  readonly cert?: Material;
  readonly key?: Material;
  readonly user: UserConfig;
  /** `as`, `as-groups`, `as-uid` of the kubeconfig, as headers. */
  readonly impersonation: Readonly<Record<string, string | string[]>>;
};

export type Material =
  | { readonly kind: 'file'; readonly path: string }
  | { readonly kind: 'content'; readonly content: string };

/** How the user proves who it is. */
export type UserConfig =
  | { readonly kind: 'anonymous' }
  | { readonly kind: 'token'; readonly token: string }
  | { readonly kind: 'token-file'; readonly path: string }
  | { readonly kind: 'password'; readonly username: string; readonly password: string }
  | ({ readonly kind: 'exec' } & ExecConfig)
  | { readonly kind: 'auth-provider'; readonly name: string; readonly config: unknown };

/** A credential plugin (`user.exec`): a program that prints an ExecCredential. */
export type ExecConfig = {
  readonly apiVersion: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly provideClusterInfo: boolean;
};

export type ConfigResult =
  | { readonly kind: 'config'; readonly config: ClusterConfig }
  | { readonly kind: 'problem'; readonly message: string };
