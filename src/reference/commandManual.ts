import { COMMAND_NAMES, COMMANDS, type Command, type CommandName } from '../config/commands.ts';
import { EXIT_CODES } from '../config/exitCodes.ts';
import { environmentName, fallbackText, OPTION_GROUPS, type Option } from '../config/option.ts';
import { OPTION_ROWS } from '../config/options.ts';
import { version } from '../version.ts';
import { OPTION_RULES } from './optionRules.ts';
import { bold, entry, example, inline, page, roff, section } from './roff.ts';

/** The manual page k8s-bind(1). */
export const commandManual = (): string =>
  page([
    `.TH K8S\\-BIND 1 "" "k8s\\-bind ${version}" "User Commands"`,
    section('name'),
    'k8s\\-bind \\- keep a zone of BIND in step with Kubernetes Services',
    section('synopsis'),
    COMMAND_NAMES.map(synopsis).join('\n.br\n'),
    roff(DESCRIPTION),
    section('commands'),
    ...COMMAND_NAMES.map((name) => entry(bold(name), inline(COMMANDS[name].help))),
    section('options'),
    roff(OPTION_RULES),
    ...OPTION_GROUPS.flatMap(groupOfOptions),
    section('exit status'),
    ...Object.values(EXIT_CODES).map(({ code, meaning }) => entry(bold(String(code)), inline(meaning))),
    section('files'),
    ...FILES.map(([file, text]) => entry(bold(file), inline(text))),
    section('examples'),
    ...EXAMPLES.flatMap(([text, command]) => [`.PP\n${inline(text)}`, example(command)]),
    section('see also'),
    '.BR k8s\\-bind.yaml (5),\n.BR named (8),\n.BR named.conf (5),\n.BR tsig\\-keygen (8),\n.BR nsupdate (1)',
  ]);

const DESCRIPTION = `## Description

k8s-bind sits beside a BIND 9 primary, watches Services and EndpointSlices of a Kubernetes cluster, and keeps a zone in step by dynamic updates (RFC 2136).
Every host of the network can then ask for what the DNS inside of the cluster would answer. What is not its own it never touches: BIND itself checks that
with every update. If the API server goes away, the zone stays as it is.`;

const FILES = [
  ['/etc/k8s-bind/k8s-bind.yaml', 'the configuration that the service is started with, see k8s-bind.yaml(5)'],
  ['/run/named/session.key', 'the key of `update-policy local`, used where no other one is named'],
] as const;

const EXAMPLES = [
  [
    'Look for faults before they bite:',
    'k8s-bind check --zone k8s.example. --key-file /etc/k8s-bind/k8s-bind.key',
  ],
  ['Keep a zone in step:', 'k8s-bind --zone k8s.example. --master http://localhost:8080'],
  ['Why does a name not resolve:', 'k8s-bind why webapp.k8s.example --config /etc/k8s-bind/k8s-bind.yaml'],
  ['All that a first set-up needs:', 'k8s-bind init --zone k8s.example.'],
  ['A BIND and a few Services to try it out, on 127.0.0.1:', 'k8s-bind demo'],
] as const;

const synopsis = (name: CommandName): string => {
  const row: Command = COMMANDS[name];
  const { argument: given, words = [] } = row;
  const argument =
    given === undefined
      ? words.map((word, at) => (at === 0 ? ` \\fI${word}\\fR` : ` [\\fI${word}\\fR]`)).join('')
      : ` [${given.choices.map(bold).join('|')}]`;
  const zone = row.zone === 'required' ? ` ${bold('--zone')} \\fINAME\\fR` : '';
  return `${bold('k8s-bind')} ${name === 'run' ? `[${bold(name)}]` : bold(name)}${argument}${zone} [options]`;
};

const groupOfOptions = (group: string): readonly string[] => {
  const options = OPTION_ROWS.map(([, option]) => option).filter(
    (option) => option.group === group && option.fileOnly !== true,
  );
  return [`.SS ${group}`, ...options.map(optionEntry)];
};

const optionEntry = (option: Option<unknown>): string => {
  const metavar = option.metavar === '' ? '' : ` \\fI${option.metavar.replaceAll('-', '\\-')}\\fR`;
  const fallback = fallbackText(option);
  const variable = environmentName(option);
  const facts = [
    ...(fallback === '' ? [] : [`Default: \`${fallback}\`.`]),
    ...(variable === undefined ? [] : [`Variable: \`${variable}\`.`]),
    ...(option.perZone === true ? ['Marked `z`.'] : []),
    option.commands.length === COMMAND_NAMES.length ? '' : `For ${option.commands.join(', ')}.`,
  ].filter((fact) => fact !== '');
  return entry(
    `${bold(`--${option.flag}`)}${metavar}`,
    `${inline(option.help)}.\n${inline(facts.join(' '))}`.trim(),
  );
};
