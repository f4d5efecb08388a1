import { ok } from 'node:assert/strict';
import { loadConfig } from '../../../../src/config/loadConfig.ts';
import { inOneLine } from '../inOneLine.ts';
import type { Target } from '../target.ts';
import { textTarget } from '../textTarget.ts';
import { fakeSecret } from './fakeSecret.ts';
import { yamlWords } from './yamlWords.ts';

const load = (argv: readonly string[], text: string) =>
  loadConfig({
    argv: [...argv, '--config', '/etc/k8s-bind.yaml'],
    env: {},
    files: {
      read: () => text,
      stat: () => ({ mode: 0o100600 }),
    },
  });

/** The first line has the flags, with blanks between; what follows is the file. */
export const configTarget: Target = textTarget({
  seeds: [
    '\nzone: k8s.example\nowner: a\nserver: 127.0.0.1:53\nttl: 5s\nnamespaces: [a, b]\nhideEmpty: true\n',
    'plan --zone a.example --selector app=web\nzones:\n- zone: a.example\n  ttl: 1m\n- zone: b.example\n  below: x\n',
    'export hosts --no-hide-empty\nzone: a.example\nallow:\n- names: ["*.{zone}"]\n  namespaces: [x]\nnames:\n- template: "{service}.{zone}"\n  selector: app=web\n',
    `check\nzone: a.example\ntsigSecret: ${fakeSecret}\ntsigKeyName: k\nrender:\n- {template: a, output: b, check: "nginx -t", reload: [x, y]}\n`,
    '\nzone: &a a.example\nowner: *a\nnetworks: [10.0.0.0/8, "fd00::/8"]\n',
    // These had no end, or no stack.
    '\nzone: a.example\nnames: &a [*a]\nowner: &b {template: *b}\n',
    `\nzone: &a [${'x,'.repeat(9)}]\n${'owner: &a [*a,*a,*a]\n'.repeat(9)}`,
  ],
  words: `${yamlWords} run plan check export init adopt purge status --zone --config --owner --ttl=5 --help --version -- zone: zones: owner: ttl: names: allow: template: selector: namespaces: render: reverse: shortNames: below: view: tsigSecret: networks: ${fakeSecret}`,
  check: (text) => {
    const [words = '', ...lines] = text.split('\n');
    const argv = words.split(' ').filter((word) => word !== '');
    const file = lines.join('\n');
    const loaded = load(argv, file);
    if (loaded.kind !== 'problem') return;
    inOneLine(loaded.line, 2_000);
    // Elsewhere it is no secret: a key that nobody knows is told.
    const rest = text.replace(secretLine, '');
    if (rest !== text && !rest.includes(fakeSecret.slice(0, 8))) ok(!loaded.line.includes(fakeSecret));
  },
});

const secretLine = new RegExp(`^tsigSecret: \\w*${fakeSecret}\\w*$`, 'm');
