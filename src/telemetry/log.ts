import { type Logger, pino, stdTimeFunctions } from 'pino';
import { visibleLines } from '../model/visibleText.ts';
import { CENSOR, redact } from '../redact.ts';
import { errorFields } from './errorFields.ts';
import { limitError, limitFields, limitMessage } from './limitFields.ts';
import { type PrettyStyle, prettyLine } from './prettyLine.ts';
import { secretFields } from './secretFields.ts';

/** Facts of a log line: names, numbers, lists; an error under `error`. */
export type LogFields = Readonly<Record<string, unknown>>;

export const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/** A log: the message is constant, the facts are fields. */
export type Log = { readonly [Level in LogLevel]: (message: string, fields?: LogFields) => void } & {
  /** A log that adds `fields` to each line. */
  readonly with: (fields: LogFields) => Log;
};

export type LogOptions = {
  readonly level: LogLevel | 'silent';
  /** `auto`: pretty on a terminal, JSON otherwise. */
  readonly format: 'auto' | 'pretty' | 'json';
  readonly out: LogSink;
  readonly env: Readonly<Record<string, string | undefined>>;
};

/**
 * Where lines go: standard error, or whatever shares a terminal with it. Written at once: a line is never
 * lost by an exit.
 */
export type LogSink = { readonly write: (text: string) => unknown; readonly isTTY?: boolean | undefined };

/** A log as the options say. No worker thread and no buffer: the program is one file, and says few things. */
export const createLog = ({ level, format, out, env }: LogOptions): Log => {
  const terminal = out.isTTY === true;
  const pretty = format === 'pretty' || (format === 'auto' && terminal);
  const style = prettyStyle(terminal, env);
  const shown = pretty ? (line: string) => prettyLine(line, style) : visibleLines;
  const stream = {
    write: (line: string) => {
      const text = shown(redact(line));
      if (text !== '') out.write(text);
    },
  };
  const settings = {
    level,
    base: null,
    messageKey: 'message',
    errorKey: 'error',
    timestamp: stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }) },
    serializers: { error: (error: unknown) => limitError(errorFields(error)) },
    redact: { paths: [...secretFields], censor: CENSOR },
  };
  return wrap(pino(settings, stream));
};

/** The journal has times of its own and understands `<N>` as the level (sd-daemon(3)). */
const prettyStyle = (terminal: boolean, env: LogOptions['env']): PrettyStyle => ({
  color: terminal && (env['NO_COLOR'] ?? '') === '',
  prefix: !terminal && env['JOURNAL_STREAM'] !== undefined ? 'syslog' : 'time',
});

const wrap = (logger: Logger): Log => {
  const write = (level: LogLevel) => (message: string, fields?: LogFields) =>
    fields === undefined
      ? logger[level](limitMessage(message))
      : logger[level](limitFields(fields), limitMessage(message));
  return {
    trace: write('trace'),
    debug: write('debug'),
    info: write('info'),
    warn: write('warn'),
    error: write('error'),
    with: (fields) => wrap(logger.child(limitFields(fields))),
  };
};
