import { sourceNames } from '../model/sourceName.ts';
import { SETTING_RIGHTS, sourceRights } from '../store/sourceRights.ts';

/** The rights that the Helm chart chooses from, in JSON. */
export const chartRights = (): string => {
  const sources = Object.fromEntries(sourceNames.map((source) => [source, sourceRights(source)]));
  return `${JSON.stringify({ sources, settings: SETTING_RIGHTS }, undefined, 2)}\n`;
};
