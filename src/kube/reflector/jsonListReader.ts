import { isJsonObject, objectAt } from '../../store/jsonObject.ts';
import { createItemsSplitter } from './itemsSplitter.ts';
import type { ListReader } from './listReader.ts';

/** @param onItem is handed each item; undefined where it is no JSON, which ends the list */
export const jsonListReader = (onItem: (item: unknown) => void): ListReader => {
  let fault: string | undefined;
  const splitter = createItemsSplitter((item) => {
    const json = parseJson(item);
    if (json === undefined) fault ??= 'an item of the list is no JSON';
    onItem(json);
  });
  return {
    push: (chunk) => {
      if (!splitter.push(chunk)) fault ??= 'the answer is no list';
      return fault;
    },
    metadata: () => {
      const envelope = splitter.envelope();
      const json = envelope === undefined ? undefined : parseJson(envelope);
      return isJsonObject(json) ? objectAt(json, 'metadata') : undefined;
    },
    pendingOctets: splitter.pendingOctets,
  };
};

const parseJson = (text: Buffer | string): unknown => {
  try {
    return JSON.parse(text.toString());
  } catch {
    return undefined;
  }
};
