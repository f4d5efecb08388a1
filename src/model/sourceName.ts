/** What names come from, as `--source` has it: each reads objects of its own kinds. */
export type SourceName = (typeof sourceNames)[number];

/** In the order in which messages name them. */
export const sourceNames = ['service', 'gateway', 'ingress', 'dnsendpoint', 'node', 'pod', 'import'] as const;
