import { randomBytes } from 'node:crypto';
import { runTool } from '../runTool.ts';

/** Octets of a new secret: as many as SHA-512's block could use are more than enough for every algorithm. */
const secretOctets = 32;

/**
 * A new secret in base64, by tsig-keygen; where it is not installed, from the same system source of
 * randomness.
 */
export const generateSecret = async (
  algorithm: string,
  name: string,
  env: NodeJS.ProcessEnv,
): Promise<string> => {
  const digest = algorithm.split('-').slice(0, 2).join('-');
  const { stdout, failed } = await runTool('tsig-keygen', ['-a', digest, name], { env });
  const made = failed ? undefined : /secret "([^"]+)"/.exec(stdout)?.[1];
  return made ?? randomBytes(secretOctets).toString('base64');
};
