import { countText } from '../model/visibleText.ts';
import { zoneInView } from '../model/zoneInView.ts';
import { lineMessages } from './lineMessages.ts';

type Fields = Readonly<Record<string, unknown>>;

/**
 * What a person reads in place of a message and its fields; several sentences are several lines, none is no
 * line. Undefined: the message with its fields. The fields are those that stand in JSON.
 */
export const sentences = (message: string, fields: Fields): readonly string[] | undefined =>
  byMessage.get(message)?.(fields);

type Sentences = (fields: Fields) => readonly string[];

const updated: Sentences = (fields) => {
  const view = typeof fields['view'] === 'string' ? fields['view'] : undefined;
  const changes = listOf(fields['changes']).map((change) => zoneInView(change, view));
  const more = numberOf(fields['changed']) - changes.length;
  const records = `${recordsText(fields['added'])} added, ${countOf(fields['removed'])} removed`;
  if (more <= 0) return changes;
  // A flood of messages during the first sync is shown by its progress.
  if (changes.length === 0 && numberOf(fields['remaining']) > 0) return [];
  if (changes.length === 0) return [`${zoneOf(fields)} updated: ${records}`];
  return [...changes, `and ${countText(more)} more in this update: ${records}`];
};

const firstSync: Sentences = (fields) => {
  const [done, total] = [numberOf(fields['done']), numberOf(fields['total'])];
  const share = total === 0 ? 100 : Math.floor((100 * done) / total);
  return [
    `${zoneOf(fields)} is being written: ${countText(done)} of ${countText(total)} names and Services, ${share} %`,
  ];
};

const inStep: Sentences = (fields) => {
  const services = numberOf(fields['services']);
  const objects = numberOf(fields['objects']);
  const whose = [
    ...(services > 0 ? [counted(services, 'Service')] : []),
    ...(objects > 0 ? [counted(objects, services > 0 ? 'other object' : 'object')] : []),
  ].join(' and ');
  const records = `${recordsText(fields['recordsOwned'])}${whose === '' ? '' : ` of ${whose}`}`;
  const seconds = (numberOf(fields['ms']) / 1000).toFixed(1);
  return [`${zoneOf(fields)} is in step: ${records}, serial ${numberOf(fields['serial'])}, in ${seconds} s`];
};

const byMessage: ReadonlyMap<string, Sentences> = new Map([
  [lineMessages.updated, updated],
  [lineMessages.firstSync, firstSync],
  [lineMessages.inStep, inStep],
]);

const zoneOf = ({ zone, view }: Fields): string =>
  zoneInView(String(zone), typeof view === 'string' ? view : undefined);

const numberOf = (value: unknown): number => (typeof value === 'number' ? value : 0);
const countOf = (value: unknown): string => countText(numberOf(value));
const listOf = (value: unknown): readonly string[] => (Array.isArray(value) ? value.map(String) : []);
const counted = (count: number, noun: string): string =>
  `${countText(count)} ${noun}${count === 1 ? '' : 's'}`;
const recordsText = (value: unknown): string => counted(numberOf(value), 'record');
