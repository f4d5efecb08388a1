import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { whyText } from '../../src/cli/why/whyText.ts';
import { createWhyWorld } from '../support/whyWorld.ts';
import { brokenSetups } from '../unit/why/setups.ts';

const path = join(import.meta.dirname, 'why.txt');

/** What differs from run to run. */
const withoutTimes = (text: string): string =>
  text
    .replaceAll(
      /UPDATE \d+ of this process, \d+ s ago at [-0-9: ]+ UTC/g,
      'UPDATE N of this process, T ago at TIME',
    )
    .replaceAll(/taken within \d+ ms/g, 'taken within T ms');

const sound = { ...brokenSetups[0], cluster: brokenSetups[0]?.cluster ?? '', title: 'a name that is well' };

test('every set-up is explained in these words', async () => {
  const texts: string[] = [];
  for (const { title, ask, type, ...setup } of [
    { ...sound, ask: 'webapp', type: undefined },
    ...brokenSetups,
  ]) {
    const { explain } = await createWhyWorld(setup);
    texts.push(
      `# ${title}: why ${ask}${type === undefined ? '' : ` ${type}`}\n\n${whyText(explain(ask, type))}`,
    );
  }
  const text = withoutTimes(texts.join('\n'));
  // After a change that is meant: UPDATE_GOLDEN=1, and read the difference.
  if (process.env['UPDATE_GOLDEN'] === '1') writeFileSync(path, text);
  expect(text).toBe(readFileSync(path, 'utf8'));
});
