import { expect, test } from 'vitest';
import { contourClass, contourGateway, startContour } from '../support/contour.ts';
import { startLoadBalancer } from '../support/controllers.ts';
import { startControlPlane } from '../support/controlPlane.ts';
import { installCustomResources } from '../support/customResources.ts';
import { waitFor } from '../support/waitFor.ts';
import { gatewayYaml, ingressYaml, loadBalancerIps, publishSources, routeYaml } from './sourcesFixture.ts';

test('routes and Ingresses have the addresses that another controller, Contour, sets', async () => {
  await using cluster = await startControlPlane();
  await installCustomResources(cluster, 'gateway-api-experimental', 'contour');
  await using controllers = new AsyncDisposableStack();
  controllers.use(startLoadBalancer(cluster));
  controllers.use(await startContour(cluster));
  await using published = await publishSources(cluster);
  const ips = await loadBalancerIps(cluster, { namespace: contourGateway.namespace, name: 'envoy' });
  const { namespace } = contourGateway;
  const route = { namespace, gatewayNamespace: namespace };

  await cluster.kubectl('create', 'service', 'clusterip', 'web', '--tcp=80');
  await cluster.apply(
    [
      gatewayYaml({ className: contourClass, namespace }),
      routeYaml({ name: 'foreign', gatewayNamespace: namespace }),
      routeYaml({ ...route, name: 'shop' }),
      routeYaml({ ...route, name: 'blog' }),
      ingressYaml('wiki', contourClass),
    ].join('---'),
  );

  for (const name of ['shop', 'blog', 'wiki']) await published.become(name, ips);
  const reasons = '--output=jsonpath={.status.parents[*].conditions[*].reason}';
  await waitFor(
    'the foreign route is refused',
    () => cluster.kubectl('get', 'httproute', 'foreign', reasons),
    {
      until: (text) => text.includes('NotAllowedByListeners'),
    },
  );
  expect(await published.addresses('foreign')).toEqual([]);

  await cluster.kubectl('delete', 'httproute', 'shop', `--namespace=${namespace}`);
  await published.become('shop', []);
  expect(await published.addresses('blog')).toEqual(ips);
});
