/** A Kubernetes Namespace: kept only when namespaces are selected by label. */
export type Namespace = { readonly name: string; readonly labels: Readonly<Record<string, string>> };
