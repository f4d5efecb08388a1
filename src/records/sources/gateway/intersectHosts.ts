/**
 * The names that both a listener and a route mean, in lower case without trailing dots; an empty text means
 * every host. `*.x` has names of one or more labels before `x`, never `x` itself, and the more specific of
 * two that overlap counts. Undefined: they have no name in common, or only every host.
 */
export const intersectHosts = (listener: string, route: string): string | undefined => {
  const [a, b] = [normal(listener), normal(route)];
  if (a === '' || b === '') return a === '' ? b || undefined : a;
  if (a === b) return a;
  if (covers(a, b)) return b;
  return covers(b, a) ? a : undefined;
};

const normal = (host: string): string => host.trim().toLowerCase().replace(/\.$/, '');

const covers = (wide: string, narrow: string): boolean =>
  wide.startsWith('*.') && narrow.endsWith(wide.slice(1)) && narrow.length > wide.length - 1;
