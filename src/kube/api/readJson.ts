import type { Readable } from 'node:stream';
import { isJsonObject, type JsonObject, textAt } from '../../store/jsonObject.ts';

const smallBody = { maxOctets: 1 << 20, limitMs: 30_000 };

/**
 * The octets of a small body. What exceeds `maxOctets` is not read, nor what is not there after `limitMs`; a
 * body that is cut is what came of it.
 */
export const readOctets = async (
  body: Readable,
  { maxOctets, limitMs }: typeof smallBody = smallBody,
): Promise<Buffer> => {
  const chunks: Buffer[] = [];
  let octets = 0;
  const limit = setTimeout(() => body.destroy(), limitMs);
  try {
    for await (const chunk of body as AsyncIterable<Buffer>) {
      chunks.push(chunk);
      octets += chunk.length;
      if (octets > maxOctets) break;
    }
  } catch {
    // The connection was cut: the status line has said what there is to know.
  } finally {
    clearTimeout(limit);
  }
  return Buffer.concat(chunks);
};

/** {@link readOctets} as text. */
export const readText = async (body: Readable, limits = smallBody): Promise<string> =>
  (await readOctets(body, limits)).toString();

/** A body that should be one JSON object; anything else is an object with the text as its `message`. */
export const readJson = async (body: Readable): Promise<JsonObject> => {
  const text = await readText(body);
  try {
    const json: unknown = JSON.parse(text);
    if (isJsonObject(json)) return json;
  } catch {
    // A proxy in between answers in HTML.
  }
  return { message: text.replaceAll(/\s+/g, ' ').trim().slice(0, 200) };
};

const maxMessageCharacters = 500;

/** A text in a Status object as one line that fits into a log: a server may send any number of octets. */
export const messageIn = (status: JsonObject, field: 'message' | 'reason' = 'message'): string => {
  const line = textAt(status, field)
    .replaceAll(/[\s\p{Cc}]+/gu, ' ')
    .trim();
  return line.length > maxMessageCharacters ? `${line.slice(0, maxMessageCharacters)}...` : line;
};
