import { beforeAll, expect, test } from 'vitest';
import { clusterView } from '../../../src/render/clusterView.ts';
import { openTemplates, type ParseTemplate } from '../../../src/render/openTemplates.ts';
import { serviceOf } from './serviceOf.ts';

let parse: ParseTemplate;
beforeAll(async () => {
  parse = await openTemplates();
});

const hostile = 'a "b" \\ $host; } %[env(KEY)] `x` {{ 1 }} # é';
const view = clusterView(
  [serviceOf('default', 'web', { annotations: { note: hostile }, labels: { app: 'web' } })],
  () => ['web.k8s.example.', 'web.default.svc.k8s.example.'],
);

/** What comes of a template: its text, or the line that says what is wrong. */
const filled = (text: string): string => {
  const template = parse('t.liquid', text);
  const result = template.kind === 'template' ? template.fill(view) : template;
  return result.kind === 'text' ? result.text : result.line;
};

const note = 'namespaces.default.web.annotations["note"]';

test.each([
  `{{ ${note} }}`,
  `{% echo ${note} %}`,
  `{% cycle ${note} %}`,
  `{% liquid echo ${note} %}`,
  `{% capture x %}{{ ${note} }}{% endcapture %}{{ x }}`,
  `{{ ${note} | append: ";" }}`,
  `{% assign x = ${note} | split: "" %}{{ x | join: "" }}`,
])('%s prints one word, whatever a tenant has written', (text) => {
  expect(filled(text)).toMatch(/^[A-Za-z0-9._:/@+,=[\]*~-]+$/);
  expect(filled(text)).toContain('a__b_');
});

test('quote prints one string, out of which nothing leads', () => {
  expect(filled(`{{ ${note} | quote }}`)).toBe('"a \\"b\\" \\\\ _host; } _[env(KEY)] _x_ {{ 1 }} # é"');
  expect(filled('{{ "a\nb" | quote }}')).toBe('"a b"');
  expect(filled('{{ 7 | quote }}{{ true | quote }}{{ services | quote }}')).toBe('"7""true"""');
});

test('raw prints as it is, and a list is its words', () => {
  expect(filled(`{{ ${note} | raw }}`)).toBe(hostile);
  expect(filled('server_name {{ services.first.names }};')).toBe(
    'server_name web.k8s.example web.default.svc.k8s.example;',
  );
});

test('labels that may be missing are asked for by if and default', () => {
  const labels = 'services.first.labels';
  expect(filled(`{% if ${labels}.tier %}x{% else %}y{% endif %}{{ ${labels}.tier | default: "z" }}`)).toBe(
    'yz',
  );
  expect(filled(`{{ ${labels}.app }}`)).toBe('web');
});

test.each([
  ['a\n  {{ servces.x }}', 'line 2 column 6: found undefined variable: servces, needed a variable of'],
  [
    '{{ services.first.constructor }}',
    'line 1 column 4: found undefined variable: services.first.constructor,',
  ],
  ['{{ 1 | quot }}', 'line 1 column 1: found undefined filter: quot, needed a filter of Liquid'],
  [
    '\n {% for x in services %}',
    'line 2 column 2: found tag {% for x in services %} not closed, needed the end',
  ],
  ['{% include "/etc/passwd" %}', 'line 1 column 1: found ENOENT'],
  ['{% render "../x" %}', 'line 1 column 1: found ENOENT'],
  ['{% nonsense %}', 'line 1 column 1: found tag "nonsense" not found, needed Liquid'],
  ['{% assign x = (1..9999999) %}x', 'found memory alloc limit exceeded, needed a template that does less'],
  [' \n', 'found nothing to write, needed at least a comment'],
  ['{% for x in (1..100000000) %}.{% endfor %}', 'needed a template that does less'],
])('%j is one line that says where and how', (text, line) => {
  expect(filled(text)).toContain(line);
  expect(filled(text)).toMatch(/^Cannot render "t\.liquid"[^\n]+$/);
});

test.each([
  ['read', '{{ 1 }}'.repeat(140_000)],
  ['filled in by one filter', '{% assign x = (1..900000) | sort_natural %}x'],
])('what takes long to be %s is stopped', async (_, text) => {
  const parseInTime = await openTemplates(50);
  const started = process.cpuUsage().user;
  const template = parseInTime('t.liquid', text);
  const result = template.kind === 'template' ? template.fill(view) : template;

  expect(result).toEqual({
    kind: 'fault',
    line: 'Cannot render "t.liquid": found time limit exceeded, needed a template that does less',
  });
  expect(process.cpuUsage().user - started).toBeLessThan(2_000_000);
});
