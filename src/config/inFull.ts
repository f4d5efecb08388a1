/**
 * A command line with the short forms that people try first written out.
 *
 * | short                   | in full            |
 * | ----------------------- | ------------------ |
 * | `-h`, `-V`              | `--help`, `--version` |
 * | `help`, `help COMMAND`  | `--help`, `COMMAND --help` |
 * | `version`               | `--version`        |
 */
export const inFull = (argv: readonly string[]): readonly string[] => {
  const [first, second] = argv;
  if (first === 'help') return second === undefined ? ['--help'] : [second, '--help'];
  if (first === 'version') return ['--version'];
  const end = argv.indexOf('--');
  return argv.map((word, index) => (end >= 0 && index > end ? word : (SHORT.get(word) ?? word)));
};

const SHORT: ReadonlyMap<string, string> = new Map([
  ['-h', '--help'],
  ['-V', '--version'],
]);
