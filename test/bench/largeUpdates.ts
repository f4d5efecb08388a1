import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { compareNames } from '../../src/dns/compareNames.ts';
import type { Named } from '../support/named.ts';
import { run } from '../support/process.ts';
import { ownerOf } from './zoneLines.ts';

export interface LargeUpdates {
  readonly seconds: number;
}

/**
 * The reference of the first sync: nsupdate writes the same records into another zone of the same named, in
 * large messages over TCP. The script is written before the clock starts.
 *
 * @param lines records as {@link import('./zoneLines.ts').publishedLines} gives them
 */
export async function writeByNsupdate(
  named: Named,
  options: {
    readonly lines: readonly string[];
    readonly from: string;
    readonly to: string;
    readonly recordsPerMessage: number;
  },
): Promise<LargeUpdates> {
  const script = join(named.folder, `${options.to}nsupdate`);
  await writeFile(script, nsupdateScript(named, options));
  const startedMs = performance.now();
  await run(['nsupdate', '-v', '-k', named.key().file, script]);
  return { seconds: (performance.now() - startedMs) / 1000 };
}

function nsupdateScript(
  { address, port }: Named,
  { lines, from, to, recordsPerMessage }: Parameters<typeof writeByNsupdate>[1],
): string {
  const script = [`server ${address} ${port}`, `zone ${to}`];
  // Names of one Service together: what they share is compressed, so more of them fit into a message.
  const inOrder = lines.toSorted((a, b) => compareNames(ownerOf(a), ownerOf(b)));
  for (const [index, line] of inOrder.entries()) {
    script.push(`update add ${line.replaceAll(from, to)}`);
    if ((index + 1) % recordsPerMessage === 0) script.push('send');
  }
  return `${script.join('\n')}\nsend\n`;
}
