/**
 * `namespace/name` of the Service that a hostname means inside a cluster: `<service>.<namespace>.svc`, with
 * or without the cluster's domain behind it. Undefined for any other.
 */
export const serviceOfHostname = (hostname: string): string | undefined => {
  const [name, namespace, svc] = hostname.toLowerCase().replace(/\.$/, '').split('.');
  return svc === 'svc' && name !== undefined && namespace !== undefined ? `${namespace}/${name}` : undefined;
};
