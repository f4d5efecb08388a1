import { describe, expect, test } from 'vitest';
import { COMMAND_NAMES } from '../../../src/config/commands.ts';
import { didYouMean } from '../../../src/config/didYouMean.ts';
import { EXIT_CODES } from '../../../src/config/exitCodes.ts';
import { helpText } from '../../../src/config/helpText.ts';
import { environmentName, fileKey } from '../../../src/config/option.ts';
import { OPTION_ROWS } from '../../../src/config/options.ts';
import { parseOption } from '../../../src/config/parseOption.ts';
import { SERVICE_LINK } from '../../../src/config/readEnvironment.ts';

const options = OPTION_ROWS.map(([, option]) => option);

describe('the option table', () => {
  test('has every key and variable once, and every flag once for each command', () => {
    const names = options.flatMap((option) => [
      ...option.commands.map((command) => `${command} --${option.flag}`),
      ...[environmentName(option), fileKey(option)].filter((name) => name !== undefined),
    ]);
    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
  });

  test('has no variable that Kubernetes could set for a Service named k8s-bind', () => {
    expect(
      options.map(environmentName).filter((name) => name !== undefined && SERVICE_LINK.test(name)),
    ).toEqual([]);
  });

  test('has defaults that its own parsers take', () => {
    for (const option of options) expect(() => parseOption(option, undefined)).not.toThrow();
  });

  test('has no flag that begins with no-, which is how switches are turned off', () => {
    expect(options.filter(({ flag }) => flag.startsWith('no-'))).toEqual([]);
  });
});

describe('help', () => {
  test('of a command lists the flags that it reads, and no other', () => {
    for (const command of COMMAND_NAMES) {
      const shown = [...helpText(command).matchAll(/^ {2}(--[a-z-]+)/gm)].map(([, flag]) => flag);
      const expected = options
        .filter((option) => option.commands.includes(command) && option.fileOnly !== true)
        .map(({ flag }) => `--${flag}`);
      expect(new Set(shown)).toEqual(new Set(expected));
    }
  });

  test('without a command lists the commands', () => {
    const text = helpText(undefined);
    expect(COMMAND_NAMES.filter((name) => !text.includes(`\n  ${name} `))).toEqual([]);
  });
});

test('exit codes are told apart, but for the two that 2 has by custom', () => {
  const codes = Object.values(EXIT_CODES).map(({ code }) => code);
  expect(codes.filter((code, index) => codes.indexOf(code) !== index)).toEqual([2]);
});

test('a suggestion is near, or none', () => {
  expect(didYouMean('--zoen', ['--zone', '--once'])).toBe(', did you mean "--zone"?');
  expect(didYouMean('exp', ['plan', 'export'])).toBe(', did you mean "export"?');
  expect(didYouMean('frobnicate', ['plan', 'export'])).toBe('');
  expect(didYouMean('x', ['y'])).toBe('');
});
