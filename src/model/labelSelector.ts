/** A Kubernetes label selector: every requirement must hold; the empty list selects everything. */
export type LabelSelector = readonly LabelRequirement[];

/** One requirement, in the words of `kubectl --selector`. A key that is absent satisfies `notin`. */
export type LabelRequirement =
  | { readonly kind: 'in'; readonly key: string; readonly values: readonly string[] }
  | { readonly kind: 'notin'; readonly key: string; readonly values: readonly string[] }
  | { readonly kind: 'exists'; readonly key: string }
  | { readonly kind: 'absent'; readonly key: string };
