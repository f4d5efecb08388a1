import { shellWord } from '../../shellWord.ts';
import { fileStep } from './fileStep.ts';
import { keyText, namedConfText, zoneText } from './namedFiles.ts';
import { bare, type Setup, type SetupZone, zoneFileName } from './setup.ts';
import type { SetupStep } from './setupStep.ts';

/** Where Debian's BIND has its configuration, and the user and group that named runs as. */
const localConf = '/etc/bind/named.conf.local';
/** What named.conf.local includes, once. */
export const NAMED_CONF = '/etc/bind/named.conf.k8s-bind';
const include = `include "${NAMED_CONF}";`;
const isIncluded = `grep -qsxF '${include}' ${localConf}`;

/**
 * What BIND needs, in the order in which nothing breaks: a zone block without its file, or without its key,
 * would keep named from taking its configuration.
 *
 * @param rndc how to speak to named, in words of a shell
 */
export const bindSteps = (setup: Setup, rndc: string): readonly SetupStep[] => [
  ...setup.zones.map((zone) => freeZoneStep(zone, rndc)),
  ...setup.zones.map((zone) => zoneFileStep(setup, zone)),
  keyStep(setup),
  fileStep(
    { path: NAMED_CONF, owner: 'root', group: 'bind', mode: '0644' },
    {
      title: `${NAMED_CONF}: the zones, and the key that may write them`,
      input: namedConfText(setup),
      fix: bindFix,
    },
  ),
  includeStep,
  {
    title: 'named takes its configuration',
    run: `named-checkconf && ${rndc} reconfig`,
    fix: 'is named running? systemctl start named; and journalctl -u named says what it does not like',
  },
];

const bindFix =
  'the files of BIND are expected where Debian has them (apt install bind9); elsewhere k8s-bind init --write DIR writes what goes where';

/** named has zones of its own that have no file, for private networks: those give way to ours. */
const freeZoneStep = ({ name }: SetupZone, rndc: string): SetupStep => {
  const zone = shellWord(bare(name));
  return {
    title: `no other zone ${bare(name)} in named`,
    unless: isIncluded,
    run: `(! ${rndc} zonestatus ${zone} 2> /dev/null | grep '^files:')`,
    fix: 'another name; or keep that zone, and add update-policy and allow-transfer of the block that k8s-bind init prints to its own block',
  };
};

/**
 * Written by the user of named and not by root: who writes to the folder could lead root elsewhere by a link.
 */
const zoneFileStep = (setup: Setup, zone: SetupZone): SetupStep => {
  const path = `${setup.zoneFolder}/${zoneFileName(zone)}`;
  const [file, made] = [shellWord(path), shellWord(`${path}.new`)];
  const write = `umask 022 && cat > ${made} && mv ${made} ${file}`;
  return {
    title: `the zone file ${path}, in a folder that named may write to`,
    unless: `test -e ${file}`,
    run: `setpriv --reuid bind --regid bind --init-groups sh -c ${shellWord(write)}`,
    fix: bindFix,
    input: zoneText(setup, zone),
  };
};

/** A secret that nobody gave us is made where it stays, and is not printed. */
const keyStep = (setup: Setup): SetupStep => {
  const { keyFile, keyName, algorithm } = setup;
  const title = `the key ${keyFile}, for named and k8s-bind to read, and for nobody else`;
  const file = { path: keyFile, owner: 'root', group: 'bind', mode: '0640' };
  return setup.isSecretGiven
    ? fileStep(file, { title, fix: bindFix, input: keyText(setup) })
    : fileStep(file, {
        title,
        fix: bindFix,
        write: `tsig-keygen -a ${algorithm} ${shellWord(keyName)}`,
      });
};

/** Where named-checkconf does not like the outcome, it is as before: named could not start with it. */
const includeStep: SetupStep = {
  title: `${localConf} includes ${NAMED_CONF}`,
  unless: isIncluded,
  run: `(before=$(mktemp ${localConf}.XXXXXX) && cp -p ${localConf} "$before" && {
  printf '\\n%s\\n' '${include}' >> ${localConf} && named-checkconf ||
  { mv "$before" ${localConf}; exit 1; }; } && rm "$before")`,
  fix: `put right what named-checkconf says, in ${NAMED_CONF} or where it clashes with it`,
};
