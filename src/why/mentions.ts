import type { DomainName } from '../dns/rrset.ts';
import { isServiceSnapshot, type OriginSnapshot } from '../model/originSnapshot.ts';

/** Whether the name is written in an object, whether the object gets it or not. */
export const mentions = (snapshot: OriginSnapshot, name: DomainName): boolean => {
  const isName = (text: string): boolean => sameName(text, name);
  if (isServiceSnapshot(snapshot)) return inAnnotations(snapshot.service.annotations, isName);
  if (inAnnotations(snapshot.object.annotations, isName)) return true;
  switch (snapshot.kind) {
    case 'ingress':
      return snapshot.object.hosts.some(isName) || snapshot.object.tlsHosts.some(isName);
    case 'route':
      return snapshot.object.hostnames.some(isName);
    case 'dnsendpoint':
      return snapshot.object.endpoints.some(({ dnsName }) => isName(dnsName));
    default:
      return false;
  }
};

const inAnnotations = (
  annotations: Readonly<Record<string, string>>,
  isName: (text: string) => boolean,
): boolean => Object.values(annotations).some((list) => list.split(',').some(isName));

/** Lengths first: most texts are something else. */
const sameName = (text: string, name: DomainName): boolean => {
  if (text.length < name.length - 1) return false;
  const lower = text.trim().toLowerCase();
  return lower === name || (lower.length === name.length - 1 && name.startsWith(lower));
};
