import type { EndpointSlice } from '../model/endpointSlice.ts';
import { sameData } from './sameData.ts';

/** Whether two slices have the same content: when it changed does not count. */
export const sameSlice = (a: EndpointSlice, b: EndpointSlice): boolean =>
  sameData(contentOf(a), contentOf(b));

/** The same of all slices that one object holds. */
export const sameSlices = (a: readonly EndpointSlice[], b: readonly EndpointSlice[]): boolean =>
  sameData(a.map(contentOf), b.map(contentOf));

const contentOf = (slice: EndpointSlice): EndpointSlice => {
  if (slice.changedMs === undefined) return slice;
  const { changedMs: _, ...content } = slice;
  return content;
};
