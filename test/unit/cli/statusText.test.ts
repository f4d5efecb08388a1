import { expect, test } from 'vitest';
import { statusText } from '../../../src/cli/status/statusText.ts';
import { goodStatus, goodZone } from '../telemetry/support.ts';

const textWith = (foreign: readonly string[]): string =>
  statusText({ ...goodStatus, zones: [{ ...goodZone, foreign }] });

test('names of others inside the territory are listed, the first ten of many', () => {
  expect(textWith([])).not.toContain('left alone');
  const names = Array.from({ length: 12 }, (_, at) => `_acme-challenge.n${at}.default.svc.k8s.example.`);
  expect(textWith(names.slice(0, 1))).toContain(
    '\n  left alone inside the territory: _acme-challenge.n0.default.svc.k8s.example.\n',
  );
  expect(textWith(names)).toContain(`${names[9]} and 2 more\n`);
});
