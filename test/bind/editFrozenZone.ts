import { readFileSync, utimesSync, writeFileSync } from 'node:fs';
import type { Named } from '../support/named.ts';
import { waitFor } from '../support/waitFor.ts';

/**
 * Edits the file of a zone that is frozen. `rndc freeze` answers before named has written what the zone
 * holds: what was edited before that would be written over.
 */
export async function editFrozenZone(
  named: Named,
  zone: string,
  change: (text: string) => string,
): Promise<void> {
  const file = named.zoneFile(zone);
  const serial = await named.serial(zone);
  const text = await waitFor('named has written the zone', () => readFileSync(file, 'utf8'), {
    until: (written) => new RegExp(String.raw`\b${serial}\s+; serial`).test(written),
  });
  writeFileSync(file, change(text));
  // named passes over a file that is not newer than its own last look at it, and the file system's clock is
  // some milliseconds behind.
  utimesSync(file, new Date(), new Date(Date.now() + 1_000));
}
