import type { RecordOptions } from '../../../src/records/recordOptions.ts';
import { defaultRecordOptions } from '../../support/defaultOptions.ts';
import type { OracleRules } from './oracle.ts';
import type { Shape } from './shape.ts';
import { zone } from './zones.ts';

const routed = ['*.a.apps', '*.web.apps', '*.apps', '*.edge'] as const;

/** What the operator allows, as the oracle understands it … */
export const rules: OracleRules = {
  zone,
  shortNames: ['default', 'shop'],
  mayAsk: (namespace, name) =>
    namespace === 'shop' && (name === `web.${zone}` || /^[^.]+\.shop\.k8s\.example\.$/.test(name)),
  mayRoute: (_namespace, host) =>
    host.includes('*')
      ? routed.some((name) => host === `${name}.${zone}`)
      : /^[^.]+\.(?:[^.]+\.)?apps\.k8s\.example\.$|^[^.]+\.edge\.k8s\.example\.$/.test(host),
};

/** … and the same in the program's terms. */
export const recordsOf = ({ holds, routes }: Shape): RecordOptions => ({
  ...defaultRecordOptions(zone),
  names: [{ rule: 'short-name', template: '{service}.{zone}', scope: { namespaces: ['default', 'shop'] } }],
  allow: [
    { scope: { namespaces: ['shop'] }, kinds: ['Service'], patterns: ['*.shop.{zone}', 'web.{zone}'] },
    {
      scope: { namespaces: ['shop', 'edge'] },
      kinds: ['Ingress', 'HTTPRoute'],
      patterns: [...routed, '*.*.apps'].map((name) => `${name}.{zone}`),
    },
  ],
  sources: ['service', ...(holds ? (['ingress'] as const) : []), ...(routes ? (['gateway'] as const) : [])],
});
