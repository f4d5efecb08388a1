import { alertRules } from './alertRules.ts';
import { chartRights } from './chartRights.ts';
import { dashboard } from './dashboard.ts';
import { errorsPage } from './errorsPage.ts';
import { exitCodesPage } from './exitCodesPage.ts';
import { metricsPage } from './metricsPage.ts';
import { optionsPage } from './optionsPage.ts';

/** Every generated page and file: its path from the root of the project, and what must stand in it. */
export const pages = (): Readonly<Record<string, string>> => ({
  'docs/reference/options.md': optionsPage(),
  'docs/reference/metrics.md': metricsPage(),
  'docs/reference/exit-codes.md': exitCodesPage(),
  'docs/reference/errors.md': errorsPage(),
  'config/prometheus/k8s-bind.rules.yaml': alertRules(),
  'config/grafana/k8s-bind.json': dashboard(),
  'config/helm/k8s-bind/files/rules.yaml': alertRules(),
  'config/helm/k8s-bind/files/dashboard.json': dashboard(),
  'config/helm/k8s-bind/files/rights.json': chartRights(),
});
