import type { Ingress } from '../../../model/ingress.ts';
import type { RecordOptions } from '../../recordOptions.ts';
import type { RrsetContent, SourceRequest } from '../sourceRequest.ts';

/**
 * Names that an Ingress's own fields ask for: the hosts of its rules, and by option those of its
 * certificates. A wildcard there is what a certificate is good for, and asks for no name.
 */
export const ingressHosts = (
  { hosts, tlsHosts }: Pick<Ingress, 'hosts' | 'tlsHosts'>,
  { ingressTlsHosts }: Pick<RecordOptions, 'ingressTlsHosts'>,
  content: readonly RrsetContent[],
): readonly SourceRequest[] => {
  const requestOf = (text: string, askedBy: string): SourceRequest => {
    return { text, names: 'host', rule: 'ingress', askedBy, content };
  };
  const ofTls = ingressTlsHosts
    ? tlsHosts.filter((text) => !text.startsWith('*') && !hosts.includes(text))
    : [];
  return [
    ...hosts.map((text) => requestOf(text, 'a rule')),
    ...ofTls.map((text) => requestOf(text, 'spec.tls')),
  ];
};
