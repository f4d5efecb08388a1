import { templateFault } from '../../../../src/records/outside/fillTemplate.ts';
import type { Target } from '../target.ts';
import { textTarget } from '../textTarget.ts';
import { checkRecords, recordOptions } from './checkRecords.ts';

export const nameTemplateTarget: Target = textTarget({
  seeds: ['{service}.{namespace}.{zone}', '{label:app}-x.lan\nweb', '{annotation:app}.{zone}\na.b.'],
  words: '{service} {namespace} {zone} {label:app} {annotation:app} {label: { } . - .lan $& $1 ** *',
  check: (text) => {
    const [template = '', ...rest] = text.split('\n');
    if (templateFault(template) !== undefined) return;
    const names = [{ rule: 'template', template, scope: {} }] as const;
    checkRecords({ app: rest.join('\n') }, { ...recordOptions, names });
  },
});
