import { createHash } from 'node:crypto';
import { Script } from 'node:vm';
import { expect, test } from 'vitest';
import { STATUS_PAGE, STATUS_PAGE_POLICY } from '../../../src/telemetry/page/statusPage.ts';

const inside = (tag: string): string =>
  new RegExp(`<${tag}>([\\s\\S]*?)</${tag}>`).exec(STATUS_PAGE)?.[1] ?? '';

test('its script is JavaScript, and finds every part of the page that it fills', () => {
  const script = inside('script');
  expect(() => new Script(script)).not.toThrow();
  const expected = [...script.matchAll(/(?:byId|rows)\('(\w+)'/g)].map(([, id = '']) => id);
  expect(expected.length).toBeGreaterThan(5);
  expect(expected.filter((id) => !STATUS_PAGE.includes(`id="${id}"`))).toEqual([]);
});

test('it shows what it gets as text, never as markup', () => {
  expect(inside('script')).not.toMatch(/innerHTML|outerHTML|insertAdjacent|document\.write|eval\(/);
});

test('its policy lets its own script and style run, and nothing else', () => {
  for (const tag of ['script', 'style']) {
    const hash = createHash('sha256').update(inside(tag)).digest('base64');
    expect(STATUS_PAGE_POLICY).toContain(`${tag}-src 'sha256-${hash}'`);
  }
  expect(STATUS_PAGE_POLICY).not.toContain('unsafe');
});
