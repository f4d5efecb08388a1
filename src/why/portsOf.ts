import { isServiceSnapshot, type OriginSnapshot } from '../model/originSnapshot.ts';
import { portLabel } from '../records/answers/portLabel.ts';

/** `_http._tcp` of each named port of an object and of its slices, sorted. */
export const portsOf = (snapshot: OriginSnapshot): readonly string[] => {
  if (!isServiceSnapshot(snapshot)) return [];
  const ports = [...snapshot.service.ports, ...snapshot.slices.flatMap((slice) => slice.ports)];
  return [...new Set(ports.map(portLabel))].filter((label) => label !== '').sort();
};
