/** The domain of a cluster that was not told otherwise, canonical. */
export const usualClusterDomain = 'cluster.local.';

/**
 * Whether a zone is the domain of the cluster's own DNS, so that Pods look for names directly below it: the
 * last domain of their search list that is the cluster's.
 *
 * @param told `--cluster-domain`, canonical
 */
export const isClusterDomain = (zone: string, told: string | undefined): boolean =>
  zone === (told ?? usualClusterDomain);
