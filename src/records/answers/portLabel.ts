import { objectRefText } from '../../model/objectRef.ts';
import type { ServicePort } from '../../model/service.ts';
import { isHostLabel, labelFault } from '../hostName.ts';
import type { ServiceContext } from '../serviceContext.ts';
import type { RecordProblem } from '../serviceRecords.ts';

/** A label has 63 octets and the underscore is one of them (RFC 2782, RFC 6335 §5.1). */
const maxPortNameCharacters = 62;

type Port = Pick<ServicePort, 'name' | 'protocol'>;

/**
 * `_http._tcp` of a named port; empty for an unnamed one, which has no SRV record, and for one whose name
 * makes no label.
 */
export const portLabel = ({ name, protocol }: Port): string => {
  const lower = name.toLowerCase();
  return lower.length <= maxPortNameCharacters && isHostLabel(lower) ? `_${lower}._${protocol}` : '';
};

/** Why a port without a {@link portLabel} has none; empty where it asks for none. */
export const portProblems = (
  { object }: Pick<ServiceContext, 'object'>,
  { name }: Port,
): readonly RecordProblem[] => {
  if (name === '') return [];
  const fault = portNameFault(name.toLowerCase());
  const message = `Cannot publish port "${name}" of ${objectRefText(object)} as SRV: ${fault}`;
  return [{ kind: 'invalid-port-name', object, message }];
};

const portNameFault = (name: string): string =>
  name.length > maxPortNameCharacters
    ? `its name has ${name.length} characters, with the underscore in front a label has room for 62`
    : labelFault(name);

/** Order of `_port._protocol` labels below one name (RFC 4034 §6.1): by protocol, then by port. */
export const comparePortLabels = (a: string, b: string): number => {
  const [inA, inB] = [a.indexOf('.'), b.indexOf('.')];
  return compareTexts(a.slice(inA), b.slice(inB)) || compareTexts(a.slice(0, inA), b.slice(0, inB));
};

const compareTexts = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
