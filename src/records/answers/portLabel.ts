import { objectRefText } from '../../model/objectRef.ts';
import type { Protocol } from '../../model/service.ts';
import { isHostLabel, labelFault } from '../hostName.ts';
import type { ServiceContext } from '../serviceContext.ts';

/** A label has 63 octets and the underscore is one of them (RFC 2782, RFC 6335 §5.1). */
const maxPortNameCharacters = 62;

/** `_http._tcp` of a named port; empty for an unnamed one (which has no SRV record) and for one whose name makes no label, which is a problem. */
export const portLabel = (
  context: ServiceContext,
  { name, protocol }: { readonly name: string; readonly protocol: Protocol },
): string => {
  if (name === '') return '';
  const lower = name.toLowerCase();
  if (lower.length <= maxPortNameCharacters && isHostLabel(lower)) return `_${lower}._${protocol}`;
  context.problems.push({
    kind: 'invalid-port-name',
    object: context.object,
    message: `Cannot publish port "${name}" of ${objectRefText(context.object)} as SRV: ${portNameFault(lower)}`,
  });
  return '';
};

const portNameFault = (name: string): string =>
  name.length > maxPortNameCharacters
    ? `its name has ${name.length} characters, with the underscore in front a label has room for 62`
    : labelFault(name);

/** Order of `_port._protocol` labels below one name (RFC 4034 §6.1): by protocol, then by port. */
export const comparePortLabels = (a: string, b: string): number => {
  const [portA = '', protocolA = ''] = a.split('.');
  const [portB = '', protocolB = ''] = b.split('.');
  return protocolA === protocolB ? compareTexts(portA, portB) : compareTexts(protocolA, protocolB);
};

const compareTexts = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
