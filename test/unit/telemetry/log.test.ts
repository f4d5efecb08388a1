import { describe, expect, test } from 'vitest';
import { SECRET_FIELDS } from '../../../src/redact.ts';
import { createLog, type LogOptions } from '../../../src/telemetry/log.ts';
import { keptOutput } from './support.ts';

const logTo = (out: ReturnType<typeof keptOutput>, options: Partial<LogOptions> = {}) =>
  createLog({ level: 'info', format: 'auto', env: {}, out, ...options });

/** The JSON lines written, without their time. */
const lines = (out: ReturnType<typeof keptOutput>) =>
  out
    .text()
    .trimEnd()
    .split('\n')
    .map((line) => ({ ...(JSON.parse(line) as Record<string, unknown>), time: undefined }));

describe('JSON', () => {
  test('is what stands in a file or a pipe: level, message and fields', () => {
    const out = keptOutput();
    logTo(out).info('Zone is in step', { zone: 'k8s.example.', records: 12 });
    expect(lines(out)).toEqual([
      { level: 'info', message: 'Zone is in step', zone: 'k8s.example.', records: 12 },
    ]);
  });

  test('leaves out what is below the level', () => {
    const out = keptOutput();
    const log = logTo(out, { level: 'warn' });
    log.info('not this');
    log.warn('this');
    expect(lines(out)).toEqual([{ level: 'warn', message: 'this' }]);
  });

  test('is silent when asked to be', () => {
    const out = keptOutput();
    logTo(out, { level: 'silent' }).error('nothing');
    expect(out.text()).toBe('');
  });

  test('has the fields of the log it was made from', () => {
    const out = keptOutput();
    logTo(out).with({ zone: 'a.' }).with({ unit: 'x' }).warn('Slow', { ms: 5 });
    expect(lines(out)).toEqual([{ level: 'warn', message: 'Slow', zone: 'a.', unit: 'x', ms: 5 }]);
  });

  test('shows an expected error without its stack, and its cause', () => {
    const out = keptOutput();
    const cause = Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });
    const error = Object.assign(new Error('Cannot reach', { cause }), { code: 'unreachable' });
    logTo(out).error('Cannot write', { error });
    expect(lines(out)[0]).toMatchObject({
      error: {
        message: 'Cannot reach',
        code: 'unreachable',
        cause: { message: 'connect ECONNREFUSED', code: 'ECONNREFUSED' },
      },
    });
    expect(out.text()).not.toContain('stack');
  });

  test('shows the stack of an error that nobody expected', () => {
    const out = keptOutput();
    logTo(out).error('Fault', { error: new TypeError('x is not a function') });
    expect(out.text()).toContain('log.test.ts');
  });
});

describe('what others say', () => {
  const long = `${'a'.repeat(50_000)}${'z'.repeat(50_000)}`;

  test('is cut, wherever in a line it stands, so that a line has a length that can be borne', () => {
    const out = keptOutput();
    logTo(out)
      .with({ zone: long })
      .warn(long, {
        text: long,
        list: Array.from({ length: 10_000 }, () => 'one'),
        records: [long, long],
        nested: { deep: { deeper: { deepest: { far: long } } } },
        error: Object.assign(new Error(long), { code: 'x', cause: new Error(long) }),
      });
    expect(out.text().length).toBeLessThan(40_000);
    const line: Record<string, unknown> = lines(out)[0] ?? {};
    expect(line['list']).toHaveLength(51);
    expect((line['list'] as readonly string[]).at(-1)).toBe('and 9,950 more');
    for (const text of [line['message'], line['zone'], line['text']])
      expect(text).toMatch(/^a{1000,1700} … z{300,}$/);
  });

  test('of usual length stays as it is', () => {
    const out = keptOutput();
    const fields = { at: [1, 'b', { c: [true, null] }], empty: [], none: undefined, number: 1.5 };
    logTo(out).info('Zone updated', fields);
    expect(lines(out)).toMatchObject([{ message: 'Zone updated', at: fields.at, empty: [], number: 1.5 }]);
  });
});

describe('secrets', () => {
  test.each(SECRET_FIELDS)('%s is hidden at the top and two levels below', (field) => {
    const out = keptOutput();
    const secret = { [field]: 'hunter2' };
    logTo(out).info('Configured', { ...secret, one: secret, two: { three: secret } });
    expect(out.text()).not.toContain('hunter2');
    expect(out.text().split('[secret]')).toHaveLength(4);
  });
});

describe('pretty', () => {
  test('is what a terminal gets, with colours unless NO_COLOR is set', () => {
    const colored = keptOutput(true);
    logTo(colored).info('Zone is in step', { zone: 'k8s.example.' });
    expect(colored.text()).toContain('\u001b[32minfo \u001b[0m');
    const plain = keptOutput(true);
    logTo(plain, { env: { NO_COLOR: '1' } }).info('Zone is in step', { zone: 'k8s.example.' });
    expect(plain.text()).toMatch(/^\d\d:\d\d:\d\d info {2}Zone is in step {2}zone=k8s\.example\.\n$/);
  });

  test('quotes what has blanks, joins plain lists, and shows errors at the end', () => {
    const out = keptOutput(true);
    const error = Object.assign(new Error('no route'), { code: 'EHOSTUNREACH' });
    logTo(out, { env: { NO_COLOR: '1' } }).warn('Cannot reach BIND', {
      error,
      list: ['a', 'b'],
      text: 'a "b"',
      n: 1,
      o: { p: true },
    });
    expect(out.text().slice('hh:mm:ss '.length)).toBe(
      'warn  Cannot reach BIND  list=a,b text="a \\"b\\"" n=1 o={"p":true}: no route\n',
    );
  });

  test('in the journal begins with the severity that it understands, and has no time of its own', () => {
    const out = keptOutput();
    const log = logTo(out, { format: 'pretty', env: { JOURNAL_STREAM: '8:1' }, level: 'debug' });
    log.debug('a');
    log.info('b');
    log.warn('c');
    log.error('d');
    expect(out.text()).toBe('<7>a\n<6>b\n<4>c\n<3>d\n');
  });

  test('a value cannot start a line of its own', () => {
    const out = keptOutput();
    logTo(out, { format: 'pretty', env: { JOURNAL_STREAM: '8:1' } }).info('Name', { name: 'a\n<0>forged' });
    expect(out.text()).toBe('<6>Name  name="a\\n<0>forged"\n');
  });
});
