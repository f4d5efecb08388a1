import type { Seeded } from '../../support/seed.ts';
import { type Controlled, hesitate } from './happening.ts';
import { balancedStatus } from './loadBalancer.ts';
import { addressNames } from './probedName.ts';
import { statusLosses } from './statusLosses.ts';
import { type World, zone } from './world.ts';

const ingresses = (namespace: string): string =>
  `/apis/networking.k8s.io/v1/namespaces/${namespace}/ingresses`;
const backend = { service: { name: 'web', port: { number: 80 } } };
const ruleFor = (host: string): object => ({
  host,
  http: { paths: [{ path: '/', pathType: 'Prefix', backend }] },
});

export interface IngressOptions {
  readonly name: string;
  /** A namespace whose younger Ingress asks for the same name, now and then. */
  readonly rivals: string;
}

/** An Ingress of class `one` with two hosts, for whose name a neighbour asks too. */
export async function ingress(world: World, { name, rivals }: IngressOptions): Promise<Controlled> {
  const { api, nextAddresses } = world;
  const path = `${ingresses('default')}/${name}`;
  const hosts = [`${name}.web.${zone}`, `www.${name}.web.${zone}`];
  const rules = hosts.map(ruleFor);
  const spec = { ingressClassName: 'one', rules };
  await api('POST', ingresses('default'), { metadata: { name }, spec });
  const names = addressNames(...hosts);
  const set = (at: string, entries: readonly object[] | null): Promise<unknown> =>
    api('PATCH', `${at}/status`, { status: { loadBalancer: { ingress: entries } } });
  const status = await balancedStatus({
    names,
    set: (entries) => set(path, entries),
    alias: `${name}.example.net`,
    nextAddresses,
  });
  const title = `Ingress ${name}`;
  const controlled = { title, ...status };

  const changeClass = async (random: Seeded): Promise<void> => {
    await api('PATCH', path, { spec: { ingressClassName: 'two' } });
    await hesitate(random);
    // The other controller takes it over, and gives it back.
    await status.fill(random);
    await hesitate(random);
    await api('PATCH', path, { spec: { ingressClassName: 'one' } });
    await hesitate(random);
    await status.fill(random);
  };
  const changeRules = async (random: Seeded): Promise<void> => {
    await api('PATCH', path, { spec: { rules: [...rules, ruleFor(`more.${name}.web.${zone}`)] } });
    await hesitate(random);
    await api('PATCH', path, { spec: { rules } });
  };
  const meetRival = async (random: Seeded): Promise<void> => {
    const rival = `${ingresses(rivals)}/${name}`;
    await api('POST', ingresses(rivals), { metadata: { name }, spec });
    await set(
      rival,
      nextAddresses().map((ip) => ({ ip })),
    );
    await hesitate(random);
    await status.clear();
    await hesitate(random);
    await status.fill(random);
    await api('DELETE', rival);
  };
  return {
    ...controlled,
    names: names.names,
    happenings: [
      ...statusLosses(controlled, world.isHeld),
      { kind: 'change', title: `${title} has another class for a while`, of: [title], run: changeClass },
      { kind: 'change', title: `${title} has a further host for a while`, of: [title], run: changeRules },
      { kind: 'status loss', title: `${title} loses it beside a rival`, of: [title], run: meetRival },
    ],
  };
}
