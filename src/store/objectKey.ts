import { isJsonObject, objectAt, textAt } from './jsonObject.ts';

/** `namespace/name` of an API object, or `/name` for one without a namespace. */
export type ObjectKey = string;

export type ObjectMeta = { readonly namespace: string; readonly name: string };

/** Name and namespace of anything that looks like an API object; undefined without a name. */
export const objectMeta = (json: unknown): ObjectMeta | undefined => {
  if (!isJsonObject(json)) return undefined;
  const metadata = objectAt(json, 'metadata');
  const name = textAt(metadata, 'name');
  return name === '' ? undefined : { namespace: textAt(metadata, 'namespace'), name };
};

/**
 * In one piece: a key of a map that was put together by a template keeps its parts, 32 octets more of each
 * object.
 */
export const objectKey = ({ namespace, name }: ObjectMeta): ObjectKey => [namespace, name].join('/');
