import { fallbackText, fileKey, OPTION_GROUPS, type Option } from '../config/option.ts';
import { OPTION_ROWS } from '../config/options.ts';
import { version } from '../version.ts';
import { ZONES_AND_NAMES } from './optionRules.ts';
import { bold, entry, inline, page, roff, section } from './roff.ts';

/** The manual page k8s-bind.yaml(5). */
export const fileManual = (): string =>
  page([
    `.TH K8S\\-BIND.YAML 5 "" "k8s\\-bind ${version}" "File Formats"`,
    section('name'),
    'k8s\\-bind.yaml \\- configuration of k8s\\-bind(1)',
    roff(DESCRIPTION),
    section('keys'),
    ...OPTION_GROUPS.flatMap(groupOfKeys),
    roff(ZONES_AND_NAMES),
    section('see also'),
    '.BR k8s\\-bind (1),\n.BR named.conf (5)',
  ]);

const DESCRIPTION = `## Description

The file of \`k8s-bind --config\`, in YAML: a map with the keys below. All may be left out but \`zone\`, or \`zones\`. An unknown key is an error, and so is a value
that cannot be read: one line names the key, the file and the line in it. A flag and a variable of the environment go before the file.

- A list may be a list of YAML, or texts separated by commas.
- A switch is true or false.
- A duration is a number with d, h, m, s or ms, or several of them (1h30m); seconds without a unit.
- A path is relative to the file.
- A key file that everyone may read is refused.`;

const groupOfKeys = (group: string): readonly string[] => {
  const options = OPTION_ROWS.map(([, option]) => option).filter(
    (option) => option.group === group && fileKey(option) !== undefined && option.flag !== 'config',
  );
  return options.length === 0 ? [] : [`.SS ${group}`, ...options.map(keyEntry)];
};

const keyEntry = (option: Option<unknown>): string => {
  const value = option.metavar === '' ? valueOf(option) : option.metavar;
  const fallback = option.shape === 'switch' ? 'false' : fallbackText(option);
  const facts = [
    ...(fallback === '' ? [] : [`Default: \`${fallback}\`.`]),
    ...(option.perZone === true ? ['Marked `z`: may stand in an entry of `zones` too.'] : []),
  ];
  return entry(
    `${bold(`${fileKey(option)}:`)} \\fI${value.replaceAll('-', '\\-')}\\fR`,
    `${inline(option.help)}.\n${inline(facts.join(' '))}`.trim(),
  );
};

const valueOf = ({ shape }: Option<unknown>): string => (shape === 'switch' ? 'true|false' : 'list');
