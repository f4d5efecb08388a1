import { countText } from '../model/visibleText.ts';
import type { TerminalLine } from './terminalLine.ts';

const BAR_WIDTH = 24;
/** A sync that is over sooner needs no line. */
const PATIENCE_MS = 300;
const EVERY_MS = 100;

/** Shows how far a long piece of work is, on a terminal, at most ten times a second. */
export type Progress = {
  readonly update: (done: number, total: number) => void;
  readonly end: () => void;
};

/** `label` says what is done, `unit` what is counted; `nowMs` is any clock that only goes forward. */
export const createProgress = (
  line: TerminalLine,
  text: { readonly label: string; readonly unit: string },
  nowMs: () => number,
): Progress => {
  const startedMs = nowMs();
  let nextMs = startedMs + PATIENCE_MS;
  return {
    update: (done, total) => {
      const now = nowMs();
      if (now < nextMs) return;
      nextMs = now + EVERY_MS;
      line.show(`${text.label} ${progressText(done, total, now - startedMs)} ${text.unit}`);
    },
    end: () => line.show(''),
  };
};

/** `[#########---------------] 38 % 3,800/10,000, 4 s left`. */
const progressText = (done: number, total: number, elapsedMs: number): string => {
  const share = total === 0 ? 1 : Math.min(1, done / total);
  const filled = Math.round(share * BAR_WIDTH);
  const leftSeconds = share === 0 ? undefined : Math.ceil(((elapsedMs / share) * (1 - share)) / 1000);
  const count = `${countText(done)}/${countText(total)}`;
  const left = leftSeconds === undefined ? '' : `, ${leftSeconds} s left,`;
  return `[${'#'.repeat(filled)}${'-'.repeat(BAR_WIDTH - filled)}] ${Math.floor(share * 100)} %${left} ${count}`;
};
