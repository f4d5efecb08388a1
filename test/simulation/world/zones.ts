/** The zone that the program keeps. */
export const zone = 'k8s.example.';

export const inTerritory = (name: string): boolean => {
  const isBelow = (tree: string): boolean => name === tree || name.endsWith(`.${tree}`);
  return (isBelow(`svc.${zone}`) || name === `dns-version.${zone}`) && !name.startsWith('_acme-challenge.');
};
