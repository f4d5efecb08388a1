import { describe, expect, test } from 'vitest';
import { createWhyWorld } from '../../support/whyWorld.ts';
import { brokenSetups } from './setups.ts';

describe('the first broken link', () => {
  test('is proved in at least sixty set-ups, each of its own', () => {
    expect(brokenSetups.length).toBeGreaterThanOrEqual(60);
    expect(new Set(brokenSetups.map(({ title }) => title)).size).toBe(brokenSetups.length);
  });

  test.each(brokenSetups)('of $title', async ({ ask, type, link, reason, says, ...setup }) => {
    const { explain } = await createWhyWorld(setup);
    const { links, isWell } = explain(ask, type);
    const broken = links.find(({ verdict }) => verdict === 'broken');
    expect({ kind: broken?.kind, reason: broken?.reason, links }).toMatchObject({ kind: link, reason });
    expect(broken?.detail).toMatch(says);
    expect(isWell).toBe(false);
  });
});
