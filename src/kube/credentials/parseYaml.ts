import { parse } from 'yaml';

/**
 * YAML as plain data; throws a YAMLParseError. A module of its own, to be imported when it is needed: the
 * bundled program gives a CommonJS package that is imported late only a default export.
 */
export const parseYaml = (text: string): unknown => parse(text);
