import { ALERT_TABLE, type Alert } from '../telemetry/alertTable.ts';

/** Prometheus's rules of all alerts, in its YAML. */
export const alertRules = (): string =>
  `# Made from the tables in src/ by "npm run docs"; a test fails when it is stale.
groups:
  - name: k8s-bind
    rules:
${ALERT_TABLE.map(rule).join('')}`;

const rule = ({ name, condition, forMinutes, severity, meaning }: Alert): string => `\
      - alert: ${name}
        expr: ${JSON.stringify(condition)}
        for: ${forMinutes}m
        labels:
          severity: ${severity}
        annotations:
          summary: ${JSON.stringify(`k8s-bind: ${meaning.replaceAll('`', '')}`)}
          description: ${JSON.stringify(`{{ $labels.instance }}{{ with $labels.zone }}, zone {{ . }}{{ end }}: {{ $value }}`)}
`;
