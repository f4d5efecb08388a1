/**
 * What is wrong with the Node that runs this program; undefined when nothing is. It is all that an older Node
 * has to understand, so it keeps to what every Node can read.
 *
 * @param found `20.20.2`
 * @param needed `engines.node` of package.json: `>=22.19`
 */
export const nodeProblem = (found: string, needed: string): string | undefined => {
  const least = needed.replace('>=', '');
  const [major, minor] = numbers(found);
  const [leastMajor, leastMinor] = numbers(least);
  if (major > leastMajor || (major === leastMajor && minor >= leastMinor)) return undefined;
  return `needs Node ≥ ${least}, found ${found}`;
};

const numbers = (version: string): readonly [number, number] => {
  const [major = '', minor = ''] = version.split('.');
  return [Number(major), Number(minor)];
};
