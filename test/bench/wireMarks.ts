import { existsSync, readFileSync } from 'node:fs';

/** What the daemon did, as the probe in it saw it. */
export interface WireMark {
  /** Milliseconds since 1970, with their fraction. */
  readonly atMs: number;
  readonly what: 'read' | 'parsed' | 'signing' | 'written';
  /** Of the other end, for what is read and written; else 0. */
  readonly port: number;
}

export function readWireMarks(file: string): readonly WireMark[] {
  if (!existsSync(file)) return [];
  const lines = readFileSync(file, 'utf8').split('\n');
  return lines.filter((line) => line !== '').map((line) => JSON.parse(line) as WireMark);
}

/** One Service on its way: milliseconds since 1970 of what the benchmark saw. */
export interface Journey {
  readonly askedMs: number;
  readonly repliedMs: number;
  readonly answeredMs: number;
}

/** Where the time of one Service went, in milliseconds; together they are from the API's reply to the answer. */
export interface JourneyParts {
  /** Below 0: the event came before the reply. */
  readonly watch: number;
  readonly parse: number;
  readonly plan: number;
  readonly sign: number;
  readonly server: number;
  readonly poll: number;
}

/** Undefined where a mark is missing: the event came together with another. */
export function journeyParts(
  { askedMs, repliedMs, answeredMs }: Journey,
  marks: readonly WireMark[],
  dnsPort: number,
): JourneyParts | undefined {
  const within = marks.filter(({ atMs }) => atMs > askedMs && atMs < answeredMs + laterMs);
  const written = within.find(({ what, port }) => what === 'written' && port === dnsPort);
  if (written === undefined) return undefined;
  const before = within.filter(({ atMs }) => atMs <= written.atMs);
  const read = before.findLast(({ what, port }) => what === 'read' && port !== dnsPort);
  const signing = before.findLast(({ what }) => what === 'signing');
  const parsed = before.find(({ atMs, what }) => what === 'parsed' && atMs >= (read?.atMs ?? Infinity));
  const taken = within.find(
    ({ atMs, what, port }) => what === 'read' && port === dnsPort && atMs > written.atMs,
  );
  if (read === undefined || parsed === undefined || signing === undefined || taken === undefined)
    return undefined;
  return {
    watch: read.atMs - repliedMs,
    parse: parsed.atMs - read.atMs,
    plan: signing.atMs - parsed.atMs,
    sign: written.atMs - signing.atMs,
    server: taken.atMs - written.atMs,
    poll: answeredMs - taken.atMs,
  };
}

/** The answer to the UPDATE may come after the right answer to a question. */
const laterMs = 5;
