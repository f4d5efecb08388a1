import { objectRefText } from '../../model/objectRef.ts';
import { noEndpoints } from '../answers/singleEndpoints.ts';
import { clampTtl } from '../parseTtl.ts';
import type { NameTemplate } from '../recordOptions.ts';
import { inScope } from '../scope.ts';
import type { ServiceContext } from '../serviceContext.ts';
import type { RecordProblem } from '../serviceRecords.ts';
import { fillTemplate } from './fillTemplate.ts';
import { type MadeRequests, type NameRequest, noRequests } from './nameRequest.ts';

/** Names by the operator's templates, short names among them. */
export const templateNames = (context: ServiceContext): MadeRequests => {
  const requests: NameRequest[] = [];
  const problems: RecordProblem[] = [];
  for (const template of context.options.names) {
    if (!inScope(context.scoped, template.scope)) continue;
    const filled = fillTemplate(template.template, context.service, context.options.zone);
    if (filled.kind === 'text') requests.push(requestOf(context, template, filled.text));
    else problems.push(withoutValue(context, template, filled.variable));
  }
  return requests.length + problems.length === 0 ? noRequests : { requests, problems, surplus: 0 };
};

const requestOf = (
  { settings, options, policy }: ServiceContext,
  template: NameTemplate,
  text: string,
): NameRequest => {
  const ttlSeconds = settings.ttlSeconds ?? template.ttlSeconds;
  return {
    text,
    rule: template.rule,
    askedBy: `template "${template.template}"`,
    content: { kind: 'policy', policy: template.addresses ?? policy },
    endpoints: noEndpoints,
    ttlSeconds: ttlSeconds === undefined ? undefined : clampTtl(ttlSeconds, options),
  };
};

const withoutValue = (
  { object }: ServiceContext,
  { template }: NameTemplate,
  variable: string,
): RecordProblem => {
  const about = `${objectRefText(object)} by template "${template}"`;
  const message = `Cannot name ${about}: {${variable}} has no value, needed one`;
  return { kind: 'template-without-value', object, message };
};
