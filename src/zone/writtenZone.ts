import { type Cut, isCutType } from './cutOver.ts';
import type { HeldName } from './heldName.ts';
import type { Mirror } from './mirror.ts';
import type { UnitKey } from './unit.ts';

/** What is remembered of a zone, as JSON: lists in place of maps, names in place of what a layout knows. */
export type WrittenZone = {
  readonly origin: string;
  readonly zone: string;
  readonly apex: string;
  readonly territory: string;
  readonly serial: number;
  readonly negativeTtlSeconds: number | null;
  readonly claim: Mirror['claim'];
  readonly units: readonly (readonly [UnitKey, count: number, high: number, low: number])[];
  /** Those of them whose text follows, in the order of the lines. */
  readonly made: readonly UnitKey[];
  readonly outside: readonly (readonly [
    string,
    HeldName['records'],
    HeldName['others'],
    HeldName['marker'],
  ])[];
  readonly cuts: readonly (readonly [string, readonly Cut['type'][]])[];
};

/**
 * Whether a text that says it is of this program has its shape too. What the names and values in it say is
 * not looked at: the whole zone is compared soon after.
 */
export const isWrittenZone = (value: unknown): value is WrittenZone => {
  if (typeof value !== 'object' || value === null) return false;
  const { origin, zone, apex, territory, serial, negativeTtlSeconds, claim, units, made, outside, cuts } =
    value as Partial<Record<keyof WrittenZone, unknown>>;
  return (
    isListOf(isText)([origin, zone, apex, territory]) &&
    isNumber(serial) &&
    (negativeTtlSeconds === null || isNumber(negativeTtlSeconds)) &&
    isListOf(isText)(claim) &&
    isListOf(isTuple(isText, isNumber, isNumber, isNumber))(units) &&
    isListOf(isText)(made) &&
    isListOf(isTuple(isText, isListOf(isRecord), isListOf(isText), isListOf(isText)))(outside) &&
    isListOf(isTuple(isText, isListOf(isCut)))(cuts)
  );
};

type Test = (value: unknown) => boolean;

const isText: Test = (value) => typeof value === 'string';
const isNumber: Test = (value) => Number.isFinite(value);
const isCut: Test = (value) => typeof value === 'string' && isCutType(value);

const isListOf =
  (test: Test): Test =>
  (value) =>
    Array.isArray(value) && value.every(test);

const isTuple =
  (...tests: readonly Test[]): Test =>
  (value) =>
    Array.isArray(value) && value.length === tests.length && tests.every((test, at) => test(value[at]));

const isRecord: Test = (value) => {
  if (typeof value !== 'object' || value === null) return false;
  const { type, ttlSeconds, rdata } = value as Partial<Record<keyof HeldName['records'][number], unknown>>;
  return isText(type) && isNumber(ttlSeconds) && isText(rdata);
};
