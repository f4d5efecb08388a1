import { errorsPage } from './errorsPage.ts';
import { exitCodesPage } from './exitCodesPage.ts';
import { metricsPage } from './metricsPage.ts';
import { optionsPage } from './optionsPage.ts';

/** Every generated page: its path from the root of the project, and what must stand in it. */
export const pages = (): Readonly<Record<string, string>> => ({
  'docs/reference/options.md': optionsPage(),
  'docs/reference/metrics.md': metricsPage(),
  'docs/reference/exit-codes.md': exitCodesPage(),
  'docs/reference/errors.md': errorsPage(),
});
