import { objectRefText } from '../../model/objectRef.ts';
import type { LoadBalancerIngress } from '../../model/service.ts';
import type { RecordProblem } from '../serviceRecords.ts';
import { sortedUnique } from '../sortedUnique.ts';
import { targetName } from '../targetName.ts';
import { addressContent } from './addressContent.ts';
import type { RrsetContent, SourceContext } from './sourceRequest.ts';

/** `isFound`: there is something, although this zone may hold nothing of it. */
export type FoundContent = {
  readonly content: readonly RrsetContent[];
  readonly isFound: boolean;
  readonly problems: readonly RecordProblem[];
};

/**
 * What a status that is like a load balancer's stands for: its addresses, as far as the zone holds them, or a
 * CNAME to its one hostname where there are none. Hostnames beside addresses, and further ones, are problems
 * (RFC 1034 §3.6.2).
 *
 * @param place where it was found, for messages
 */
export const loadBalancerContent = (
  context: SourceContext,
  loadBalancer: readonly LoadBalancerIngress[],
  place = `the status of ${objectRefText(context.object)}`,
): FoundContent => {
  const { ttlSeconds } = context;
  const problem = problemAt(context, place);
  const addresses = loadBalancer.flatMap((entry) => ('ip' in entry ? [entry.ip] : []));
  const hostnames = loadBalancer.flatMap((entry) => ('hostname' in entry ? [entry.hostname] : []));
  if (addresses.length > 0) {
    const beside = 'it also has addresses, and nothing may stand beside a CNAME';
    return {
      content: addressContent(context, addresses),
      isFound: true,
      problems: hostnames.map((text) => problem('alias-beside-addresses', { text, found: beside })),
    };
  }
  const parsed = hostnames.map((text) => ({ text, parsed: targetName(text) }));
  const invalid = parsed.flatMap(({ text, parsed }) =>
    parsed.kind === 'invalid' ? [problem('invalid-external-name', { text, found: parsed.found })] : [],
  );
  const names = sortedUnique(parsed.flatMap(({ parsed }) => (parsed.kind === 'name' ? [parsed.name] : [])));
  const [alias, ...others] = names;
  if (alias === undefined) return { content: [], isFound: false, problems: invalid };
  const found = `"${alias}" is published already, and a name has at most one CNAME`;
  const further = others.map((text) => problem('several-aliases', { text, found }));
  const content = [{ type: 'CNAME', ttlSeconds, rdatas: [alias] } as const];
  return { content, isFound: true, problems: [...invalid, ...further] };
};

const problemAt =
  ({ object }: SourceContext, place: string) =>
  (kind: RecordProblem['kind'], { text, found }: { readonly text: string; readonly found: string }) => {
    const of = objectRefText(object);
    const about = `hostname "${text}" in ${place}${place.endsWith(of) ? '' : ` for ${of}`}`;
    return { kind, object, message: `Cannot publish ${about}: ${found}` };
  };
