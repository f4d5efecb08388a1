import type { LogSink } from './log.ts';

const ERASE_LINE = '\r\u001b[K';

/**
 * A terminal with one line at its bottom that changes in place, while log lines go by above it. Where the
 * sink is no terminal the line is never shown.
 */
export type TerminalLine = LogSink & {
  /** Shows `text`, cut to the width, in place of the line before; the empty text removes it. */
  readonly show: (text: string) => void;
};

export const createTerminalLine = (
  out: LogSink & { readonly columns?: number | undefined },
): TerminalLine => {
  const terminal = out.isTTY === true;
  let shown = '';
  return {
    isTTY: terminal,
    write: (text) => out.write(shown === '' ? text : `${ERASE_LINE}${text}${shown}`),
    show: (text) => {
      const next = text.slice(0, (out.columns ?? 80) - 1);
      if (!terminal || next === shown) return;
      shown = next;
      out.write(`${ERASE_LINE}${shown}`);
    },
  };
};
