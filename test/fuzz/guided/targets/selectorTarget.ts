import { deepEqual } from 'node:assert/strict';
import { parseTemplate } from '../../../../src/config/nameTemplate.ts';
import { parseSelector, selects } from '../../../../src/records/parseSelector.ts';
import type { Target } from '../target.ts';
import { textTarget } from '../textTarget.ts';

export const selectorTarget: Target = textTarget({
  seeds: [
    'app=web,tier!=test,env in (a,b),zone notin (c),owner,!legacy',
    '{service}.{namespace}.{zone}',
    '{label:app}-{annotation:a/b}.lan',
  ],
  words: 'app web in notin ( ) (a,b) , ! = == != a/b {service} {zone} { } {label: {annotation: {{ }}',
  check: (text) => {
    const parsed = parseSelector(text);
    if (parsed.kind === 'selector') {
      selects(parsed.selector, { app: 'web' });
      const again = parsed.selector.map((one) =>
        one.kind === 'in' || one.kind === 'notin'
          ? `${one.key} ${one.kind} (${one.values.join(',')})`
          : `${one.kind === 'absent' ? '!' : ''}${one.key}`,
      );
      deepEqual(parseSelector(again.join(',')), parsed);
    }
    const template = parseTemplate(text);
    if (template.kind === 'value') deepEqual(parseTemplate(template.value), template);
  },
});
