import { equal } from 'node:assert/strict';
import { matchesPattern } from '../../../../src/records/outside/isAllowed.ts';
import type { Target } from '../target.ts';
import { textTarget } from '../textTarget.ts';

/** The same question, answered by filling in a table. */
const matches = (patterns: readonly string[], labels: readonly string[], fits: typeof fitsLabel): boolean => {
  let reached = labels.map(() => false).concat(false);
  reached[0] = true;
  for (const pattern of patterns) {
    const next = reached.map(() => false);
    for (let at = 0; at < reached.length; at += 1) {
      if (pattern === '**') next[at] = reached[at] === true || next[at - 1] === true;
      else next[at] = at > 0 && reached[at - 1] === true && fits(pattern, labels[at - 1] ?? '');
    }
    reached = next;
  }
  return reached.at(-1) === true;
};

const fitsLabel = (pattern: string, label: string): boolean =>
  matches(
    pattern.split('').map((one) => (one === '*' ? '**' : one)),
    label.split(''),
    (one, other) => one === other,
  );

const labelsOf = (text: string): readonly string[] => text.trim().toLowerCase().replace(/\.$/, '').split('.');

export const patternTarget: Target = textTarget({
  seeds: ['*.k8s.example\nweb.k8s.example.', '**.lan\na.b.lan.', 'a*b*.**.x\naxbx.c.d.x.'],
  words: '* ** *.*. **.** .**. a b . .. *a* \na.a.a.a.a.a.a.a.a.',
  check: (text) => {
    const line = text.indexOf('\n');
    const [pattern, name] = [text.slice(0, Math.max(0, line)), text.slice(line + 1).slice(0, 254)];
    equal(matchesPattern(pattern, name), matches(labelsOf(pattern), labelsOf(name), fitsLabel));
  },
});
