import type { ServiceContext } from '../serviceContext.ts';

/** With `--hide-empty` a Service with a cluster IP is not published while it has no ready endpoint. */
export const isHidden = ({ service, options, endpoints }: ServiceContext): boolean =>
  options.hideEmpty && service.kind === 'cluster-ip' && endpoints().anywhere.length === 0;
