import { objectRefText } from '../../model/objectRef.ts';
import { clampTtl } from '../parseTtl.ts';
import type { NameTemplate } from '../recordOptions.ts';
import { inScope } from '../scope.ts';
import type { ServiceContext } from '../serviceContext.ts';
import { fillTemplate } from './fillTemplate.ts';
import type { NameRequest } from './nameRequest.ts';

/** Names by the operator's templates, short names among them. */
export const templateNames = (context: ServiceContext): readonly NameRequest[] =>
  context.options.names
    .filter(({ scope }) => inScope(context.snapshot, scope))
    .flatMap((template) => requestOf(context, template));

const requestOf = (context: ServiceContext, template: NameTemplate): readonly NameRequest[] => {
  const filled = fillTemplate(template.template, context.service, context.options.zone);
  if (filled.kind === 'missing') {
    const message = `Cannot name ${objectRefText(context.object)} by template "${template.template}": {${filled.variable}} has no value, needed one`;
    context.problems.push({ kind: 'template-without-value', object: context.object, message });
    return [];
  }
  const { settings, options, policy } = context;
  const ttlSeconds = settings.ttlSeconds ?? template.ttlSeconds;
  return [
    {
      text: filled.text,
      rule: template.rule,
      askedBy: `template "${template.template}"`,
      content: { kind: 'policy', policy: template.addresses ?? policy },
      ttlSeconds: ttlSeconds === undefined ? undefined : clampTtl(ttlSeconds, options),
    },
  ];
};
