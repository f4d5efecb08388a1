import type { Config } from '../config/options.ts';
import { selects } from '../records/parseSelector.ts';
import { recordNeeds } from '../records/recordNeeds.ts';
import type { RecordOptions } from '../records/recordOptions.ts';
import type { Selection } from '../store/objectSource.ts';
import { selectorOf } from './recordOptionsOf.ts';

/**
 * What is not published in any zone need not be read. With several zones the zones' own scopes decide, and
 * so they do where Services are read that no selector selects: those of rules for classes of Ingresses.
 */
export const selectionOf = (
  config: Pick<Config, 'selector' | 'namespaceSelector' | 'namespaces'>,
  zones: readonly RecordOptions[],
): Selection => {
  const needs = zones.map(recordNeeds);
  const ingressServices = [...new Set(needs.flatMap(({ ingressServices }) => ingressServices))];
  const namespaceSelector =
    config.namespaceSelector === undefined ? undefined : selectorOf(config.namespaceSelector);
  return {
    ...(config.namespaces.length === 0 ? {} : { namespaces: config.namespaces }),
    ...(ingressServices.length === 0 ? selectorIn(config) : { ingressServices }),
    ...(needs.some(({ namespaces }) => namespaces)
      ? {
          selectsNamespace: (labels) => namespaceSelector === undefined || selects(namespaceSelector, labels),
        }
      : {}),
  };
};

const selectorIn = ({
  selector: text,
}: Pick<Config, 'selector'>): Pick<Selection, 'selector' | 'selectsService'> => {
  if (text === undefined) return {};
  const selector = selectorOf(text);
  return { selector: text, selectsService: (labels) => selects(selector, labels) };
};
