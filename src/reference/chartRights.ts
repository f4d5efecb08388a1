import { SETTING_RIGHTS, SOURCE_RIGHTS } from '../config/sourceRights.ts';

/** The rights that the Helm chart chooses from, in JSON. */
export const chartRights = (): string =>
  `${JSON.stringify({ sources: SOURCE_RIGHTS, settings: SETTING_RIGHTS }, undefined, 2)}\n`;
