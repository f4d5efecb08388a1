import type { Readable } from 'node:stream';
import { isJsonObject, type JsonObject } from '../../store/jsonObject.ts';

/**
 * The text of a small body; what exceeds `maxOctets` is not read, and a body that is cut is what came of it.
 */
export const readText = async (body: Readable, maxOctets = 1 << 20): Promise<string> => {
  const chunks: Buffer[] = [];
  let octets = 0;
  try {
    for await (const chunk of body as AsyncIterable<Buffer>) {
      chunks.push(chunk);
      octets += chunk.length;
      if (octets > maxOctets) break;
    }
  } catch {
    // The connection was cut: the status line has said what there is to know.
  }
  return Buffer.concat(chunks).toString();
};

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
