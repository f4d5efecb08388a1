import { objectRefText } from '../../model/objectRef.ts';
import type { LoadBalancerIngress } from '../../model/service.ts';
import { addressRrsets, splitFamilies } from '../answers/answer.ts';
import { hostName } from '../hostName.ts';
import type { RecordProblem } from '../serviceRecords.ts';
import { sortedUnique } from '../sortedUnique.ts';
import type { RrsetContent, SourceContext } from './sourceRequest.ts';

type Content = { readonly content: readonly RrsetContent[]; readonly problems: readonly RecordProblem[] };

/**
 * What a status that is like a load balancer's stands for: its addresses, or a CNAME to its one hostname
 * where there are none. Hostnames beside addresses, and further ones, are problems (RFC 1034 §3.6.2).
 *
 * @param place where it was found, for messages
 */
export const loadBalancerContent = (
  context: SourceContext,
  loadBalancer: readonly LoadBalancerIngress[],
  place = `the status of ${objectRefText(context.object)}`,
): Content => {
  const { ttlSeconds } = context;
  const problem = problemAt(context, place);
  const addresses = loadBalancer.flatMap((entry) => ('ip' in entry ? [entry.ip] : []));
  const hostnames = loadBalancer.flatMap((entry) => ('hostname' in entry ? [entry.hostname] : []));
  if (addresses.length > 0) {
    const beside = 'it also has addresses, and nothing may stand beside a CNAME';
    return {
      content: contentOf(addressRrsets('.', { ...splitFamilies(addresses), alias: '' }, ttlSeconds)),
      problems: hostnames.map((text) => problem('alias-beside-addresses', { text, found: beside })),
    };
  }
  const parsed = hostnames.map((text) => ({ text, parsed: hostName(text) }));
  const invalid = parsed.flatMap(({ text, parsed }) =>
    parsed.kind === 'invalid' ? [problem('invalid-external-name', { text, found: parsed.found })] : [],
  );
  const names = sortedUnique(parsed.flatMap(({ parsed }) => (parsed.kind === 'name' ? [parsed.name] : [])));
  const [alias, ...others] = names;
  if (alias === undefined) return { content: [], problems: invalid };
  const found = `"${alias}" is published already, and a name has at most one CNAME`;
  const further = others.map((text) => problem('several-aliases', { text, found }));
  const content = contentOf(addressRrsets('.', { ipv4: [], ipv6: [], alias }, ttlSeconds));
  return { content, problems: [...invalid, ...further] };
};

const contentOf = (rrsets: ReturnType<typeof addressRrsets>): readonly RrsetContent[] =>
  rrsets.map(({ name: _name, ...content }) => content);

const problemAt =
  ({ object }: SourceContext, place: string) =>
  (kind: RecordProblem['kind'], { text, found }: { readonly text: string; readonly found: string }) => {
    const of = objectRefText(object);
    const about = `hostname "${text}" in ${place}${place.endsWith(of) ? '' : ` for ${of}`}`;
    return { kind, object, message: `Cannot publish ${about}: ${found}` };
  };
