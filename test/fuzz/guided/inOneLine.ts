import { ok } from 'node:assert/strict';

/** What is told to people stays in its line, and short, whatever it quotes. */
export const inOneLine = (message: string, mostCharacters = 1_500): void => {
  ok(!/[\p{Cc}\p{Zl}\p{Zp}]/u.test(message), `more than one line: ${JSON.stringify(message)}`);
  ok(message.length <= mostCharacters, `a message of ${message.length} characters`);
};
