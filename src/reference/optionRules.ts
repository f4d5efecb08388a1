/** How every option is given, in Markdown. */
export const OPTION_RULES = `Every option is a flag, a variable (\`--soa-interval\` is \`K8S_BIND_SOA_INTERVAL\`) and a key in the file of \`--config\` (YAML). A flag goes before the variable, that before the file, that before
the default. An unknown flag, variable or key is an error, as is a value that cannot be read: one line names the place, and the exit code is 2.

- A list may be repeated (\`--namespace a --namespace b\`), separated by commas (\`--namespace a,b\`), or be a list in the file.
- A switch is turned off by \`--no-\` before its name.
- A duration is a number with d, h, m, s or ms, or several of them (1h30m); seconds without a unit. Annotations take the same.
- A path in the file is relative to the file.
- Key files that everyone may read are refused.
- Options marked \`z\` may also stand in an entry of \`zones:\`, and count for that zone alone.`;

/** What a table has no room for, in Markdown. */
export const ZONES_AND_NAMES = `## Several zones

\`zones:\` in the file is a list; each entry has a \`zone\` and any of the options marked \`z\`. What an entry does not say is taken from outside of it. With
\`--zone\` only the entries of that zone count. A record goes to the most specific zone that holds its name.

\`\`\`yaml
keyFile: k8s-bind.key
zones:
  - zone: k8s.example.
  - zone: k8s.corp.example.
    server: tls://ns1.corp.example
    addresses: external
\`\`\`

## Names and what annotations may ask for

\`names:\` is a list of templates, or of maps with \`template\`, \`selector\`, \`namespaces\`, \`namespaceSelector\`, \`addresses\` and \`ttl\`. A template has the variables
\`{service}\`, \`{namespace}\`, \`{zone}\`, \`{label:KEY}\` and \`{annotation:KEY}\`.

\`allow:\` is a list of maps with \`names\` (patterns: \`*\` is any text inside a label, \`**\` any number of labels, \`{namespace}\` and \`{zone}\` are filled in),
\`namespaces\` and \`namespaceSelector\`. A host name that an annotation asks for is published only when a rule allows it.

\`\`\`yaml
names:
  - '{service}.{namespace}.lan'
  - template: '{label:app}.{zone}'
    selector: expose=lan
    addresses: endpoints
    ttl: 10s
allow:
  - namespaces: [shop]
    names: ['*.shop.{zone}']
\`\`\``;
