import { stringify } from 'yaml';

/**
 * `--output` of a command that prints facts: text for people, the same facts as JSON or YAML for programs.
 */
export const formatOutput = (format: string, value: unknown, text: () => string): string => {
  if (format === 'json') return `${JSON.stringify(value, undefined, 2)}\n`;
  return format === 'yaml' ? stringify(value, { lineWidth: 0 }) : text();
};
