import { COMMAND_NAMES, COMMANDS } from '../config/commands.ts';
import { environmentName, fileKey, OPTION_GROUPS, type Option } from '../config/option.ts';
import { OPTION_ROWS } from '../config/options.ts';
import { code, GENERATED, table } from './table.ts';

const INTRODUCTION = `# Commands and options

Every option is a flag, a variable (\`--soa-interval\` is \`K8S_BIND_SOA_INTERVAL\`) and a key in the file of \`--config\` (YAML). A flag goes before the variable, that before the file, that before
the default. An unknown flag, variable or key is an error, as is a value that cannot be read: one line names the place, and the exit code is 2.

- A list may be repeated (\`--namespace a --namespace b\`), separated by commas (\`--namespace a,b\`), or be a list in the file.
- A switch is turned off by \`--no-\` before its name.
- A duration is a number with d, h, m, s or ms, or several of them (1h30m); seconds without a unit. Annotations take the same.
- A path in the file is relative to the file.
- Key files that everyone may read are refused.
- Options marked \`z\` may also stand in an entry of \`zones:\`, and count for that zone alone.`;

const ZONES = `## Several zones

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

/** docs/reference/options.md */
export const optionsPage = (): string =>
  [
    GENERATED,
    INTRODUCTION,
    '## Commands',
    table(
      ['command', 'what it does'],
      COMMAND_NAMES.map((name) => [code(name), COMMANDS[name].help]),
    ),
    ...OPTION_GROUPS.map(section),
    ZONES,
    '',
  ].join('\n\n');

const section = (group: (typeof OPTION_GROUPS)[number]): string => {
  const options = OPTION_ROWS.map(([, option]) => option).filter((option) => option.group === group);
  const head = ['flag', 'file', 'default', 'what it does', 'commands'];
  return `## Options: ${group}\n\n${table(head, options.map(row))}`;
};

const row = (option: Option<unknown>): readonly string[] => [
  option.fileOnly === true
    ? ''
    : code(`--${option.flag}${option.metavar === '' ? '' : ` ${option.metavar}`}`),
  `${code(fileKey(option) ?? '')}${option.perZone === true ? ' z' : ''}`,
  code(option.shape === 'switch' ? '' : fallbackText(option)),
  `${option.help}${variable(option)}`,
  option.commands.length === COMMAND_NAMES.length ? 'all' : option.commands.join(', '),
];

const fallbackText = ({ fallback }: Option<unknown>): string =>
  typeof fallback === 'string' ? fallback : (fallback ?? []).join(',');

/** The variable follows from the flag; it is only worth a word where there is none. */
const variable = (option: Option<unknown>): string =>
  environmentName(option) === undefined && option.fileOnly !== true ? ' (flag only)' : '';
