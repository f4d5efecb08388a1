/**
 * Loaded into the daemon before its own program (`node --require`): notes what it reads, parses, signs and
 * writes, and when, one JSON line each in the file that BENCH_EVENT_LOOP_FILE names.
 */
import crypto from 'node:crypto';
import { appendFileSync } from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { Socket } from 'node:net';
import type { WireMark } from './wireMarks.ts';

const file = process.env['BENCH_EVENT_LOOP_FILE'] ?? '/dev/null';
const flushMs = 100;

let marks: string[] = [];
const note = (what: WireMark['what'], port = 0): void => {
  const mark: WireMark = { atMs: performance.timeOrigin + performance.now(), what, port };
  marks.push(JSON.stringify(mark));
};

// Not on the way of what is measured.
setInterval(() => {
  if (marks.length > 0) appendFileSync(file, `${marks.join('\n')}\n`);
  marks = [];
}, flushMs).unref();

/** Notes a call of a method of sockets, with the port of the other end, and makes it. */
const noteCalls = (method: 'push' | 'write', what: 'read' | 'written'): void => {
  const call: unknown = Reflect.get(Socket.prototype, method);
  if (typeof call !== 'function') throw new Error(`Cannot watch sockets: found no method "${method}"`);
  Reflect.set(Socket.prototype, method, function (this: Socket, ...args: readonly unknown[]): unknown {
    note(what, this.remotePort);
    return Reflect.apply(call, this, args);
  });
};
noteCalls('push', 'read');
noteCalls('write', 'written');

const parse = JSON.parse.bind(JSON);
JSON.parse = (...args: Parameters<typeof parse>): unknown => {
  const value: unknown = parse(...args);
  note('parsed');
  return value;
};

const { createHmac } = crypto;
crypto.createHmac = (...args: Parameters<typeof createHmac>) => {
  note('signing');
  return createHmac(...args);
};
syncBuiltinESMExports();
