/** One question to the name server of the demo, as one would type it. */
export type DemoQuestion = { readonly name: string; readonly type: string; readonly what: string };

/** What is worth asking once the demo manifests are in the zone (given with its closing dot). */
export const demoQuestions = (zone: string): readonly DemoQuestion[] => [
  { name: `webapp.${zone}`, type: 'A', what: 'the short name of a Service in the namespace "default"' },
  { name: `webapp.default.svc.${zone}`, type: 'A', what: 'its name as kube-dns has it' },
  { name: `_http._tcp.webapp.default.svc.${zone}`, type: 'SRV', what: 'its port' },
  { name: `db.shop.svc.${zone}`, type: 'A', what: 'a headless Service: its ready pods' },
  { name: `db-0.db.shop.svc.${zone}`, type: 'A', what: 'one of these pods by its host name' },
  { name: `mail.shop.svc.${zone}`, type: 'CNAME', what: 'an ExternalName' },
];

/** `dig` and its arguments; every name without its closing dot, as people write it. */
export const digArguments = (port: number, name: string, type: string): readonly string[] => [
  '@127.0.0.1',
  '-p',
  String(port),
  name.replace(/\.$/, ''),
  ...(type === 'A' ? [] : [type]),
];

export const digCommand = (port: number, name: string, type: string): string =>
  ['dig', ...digArguments(port, name, type)].join(' ');

export type DemoFacts = {
  readonly zone: string;
  readonly port: number;
  readonly manifests: string;
  /** The demo's own manifests: the questions ask about the Services in them. */
  readonly own: boolean;
};

/** What one can do next. */
export const nextSteps = ({ zone, port, manifests, own }: DemoFacts): string => {
  const bare = zone.replace(/\.$/, '');
  const edit = own
    ? `  Change clusterIP in ${manifests}/webapp.yaml, save, and ask again:
    ${digCommand(port, `webapp.${zone}`, 'A')} +short
  Make the third pod of ${manifests}/db.yaml ready, and ask again:
    ${digCommand(port, `db.shop.svc.${zone}`, 'A')} +short`
    : `  Edit ${manifests}, save, and ask again.`;
  return `
Running until Ctrl-C, which leaves nothing behind. Try, in another terminal:
${edit}
  The whole zone, with the claim and the markers that say what is ours:
    ${digCommand(port, zone, 'AXFR')}
  The set-up for your own BIND:
    k8s-bind init --zone ${bare}.

`;
};
