import { expect, test } from 'vitest';
import { createMessagePace } from '../../../../src/controller/write/messagePace.ts';

const first = 8_192;

test('messages grow as long as full ones are taken quickly, and units are never divided for that', () => {
  const pace = createMessagePace(() => 0);
  const lengths = Array.from({ length: 5 }, () => {
    const octets = pace.maxOctets();
    expect(pace.maxPartOctets()).toBe(65_535);
    pace.note(octets, 5);
    return octets;
  });
  expect(lengths).toEqual([first, 2 * first, 4 * first, 65_535, 65_535]);
});

test('a short message that is taken quickly says nothing about a long one', () => {
  const pace = createMessagePace(() => 0);
  pace.note(100, 1);
  expect(pace.maxOctets()).toBe(first);
});

test('a message that takes long makes the next shorter by as much, and units are divided', () => {
  const pace = createMessagePace(() => 0);
  pace.note(first, 8_000);
  expect(pace.maxOctets()).toBe(first / 4);
  expect(pace.maxPartOctets()).toBe(first / 4);
  pace.note(first / 4, 1_000);
  expect(pace.maxOctets()).toBe(first / 4);
  for (let at = 0; at < 9; at += 1) pace.note(0, 20_000);
  expect(pace.maxOctets()).toBe(1_024);
  pace.note(1_024, 5);
  expect(pace.maxOctets()).toBe(2_048);
});

test('after five seconds it begins anew, but a slow server stays one', () => {
  let nowMs = 0;
  const pace = createMessagePace(() => nowMs);
  for (let at = 0; at < 3; at += 1) pace.note(pace.maxOctets(), 5);
  expect(pace.maxOctets()).toBe(65_535);
  nowMs += 5_001;
  expect(pace.maxOctets()).toBe(first);
  pace.note(first, 4_000);
  nowMs += 5_001;
  expect(pace.maxOctets()).toBe(first / 2);
});
