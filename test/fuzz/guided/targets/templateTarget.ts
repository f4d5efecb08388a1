import { clusterView } from '../../../../src/render/clusterView.ts';
import { openTemplates } from '../../../../src/render/openTemplates.ts';
import { clusterIpService } from '../../../unit/records/snapshots.ts';
import { inOneLine } from '../inOneLine.ts';
import type { Target } from '../target.ts';
import { textTarget } from '../textTarget.ts';

/** Loops over ranges take as long as they say: what is promised is that they are stopped. */
const longestMs = 200;
const parseTemplateText = await openTemplates(longestMs);
const view = clusterView(
  [
    {
      service: clusterIpService({ ports: [{ name: 'http', protocol: 'tcp', port: 80, nodePort: 0 }] }),
      slices: [],
      nodes: [],
      namespaceLabels: {},
    },
  ],
  () => ['web.lan.'],
);

const mostCharacters = 2048;

export const templateTarget: Target = textTarget({
  maxOctets: mostCharacters,
  seeds: [
    '{% for s in services %}{% for p in s.ports %}{{ s.name }} {{ p.port | plus: 1 }}\n{% endfor %}{% endfor %}',
    '{% assign x = namespaces.default.web %}{{ x.names | join: "," | quote }}{% if x.headless %}a{% elsif x.type == "ClusterIP" %}b{% else %}c{% endif %}',
    '{% for i in (1..9999999) %}{% endfor %}{% assign x = (1..999999) | sample: 999999 | sort | uniq %}',
    '{% raw %}{{ }}{% endraw %}{%- comment -%}{%- endcomment -%}{% case 1 %}{% when 1 %}x{% endcase %}{% capture y %}z{% endcapture %}{{ y | upcase }}',
  ],
  words:
    '{{ }} {% %} {%- -%} for s in services endfor if else endif assign x = s.name | quote join: "," raw endraw tablerow cycle include render (1..9) (1..99999999) [0] .size unless case when capture increment limit: offset: reversed break continue echo liquid default: "" sort map: where: group_by: date:',
  check: (text) => {
    // What is longer is there to see how the time grows, which a loop may do as it says.
    if (text.length > mostCharacters && /\.\.|\d{3}/.test(text)) return;
    const template = parseTemplateText('t.liquid', text);
    const end = template.kind === 'fault' ? template : template.fill(view);
    if (end.kind === 'fault') inOneLine(end.line);
  },
});
