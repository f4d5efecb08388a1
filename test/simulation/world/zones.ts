/** The zone that the program keeps. */
export const zone = 'k8s.example.';

export const inTerritory = (name: string): boolean => {
  const isBelow = (tree: string): boolean => name === tree || name.endsWith(`.${tree}`);
  return (isBelow(`svc.${zone}`) || name === `dns-version.${zone}`) && !name.startsWith('_acme-challenge.');
};

/** The zone of its PTRs, and the networks in it that are the program's: the rest is the LAN's. */
export const reverseZone = '10.in-addr.arpa.';
export const networks = ['10.96.0.0/16', '10.1.0.0/29'] as const;

export const inNetworks = (address: string): boolean => {
  const [a, b, c, d] = address.split('.').map(Number);
  return a === 10 && (b === 96 || (b === 1 && c === 0 && d !== undefined && d < 8));
};

export const inReverseTerritory = (name: string): boolean => {
  const labels = name.split('.');
  return labels.length === 7 && inNetworks(labels.slice(0, 4).toReversed().join('.'));
};

export const pointerName = (address: string): string =>
  `${address.split('.').toReversed().join('.')}.in-addr.arpa.`;
