import { assertNever } from '../assertNever.ts';
import type { LabelRequirement, LabelSelector } from '../model/labelSelector.ts';

export type ParsedSelector =
  | { readonly kind: 'selector'; readonly selector: LabelSelector }
  | { readonly kind: 'invalid'; readonly message: string };

type Labels = Readonly<Record<string, string>>;

export const selects = (selector: LabelSelector, labels: Labels): boolean =>
  selector.every((requirement) => holds(requirement, labels));

/** Reads what `kubectl --selector` takes: `app=web,tier!=test,env in (a,b),zone notin (c),owner,!legacy`. */
export const parseSelector = (text: string): ParsedSelector => {
  const selector: LabelRequirement[] = [];
  for (const part of splitRequirements(text).map((part) => part.trim())) {
    if (part === '') continue;
    const requirement = parseRequirement(part);
    if (requirement === undefined) return { kind: 'invalid', message: notUnderstood(text, part) };
    selector.push(requirement);
  }
  return { kind: 'selector', selector };
};

/** At the commas, but for those inside the parentheses of a set: the next parenthesis closes one. */
const splitRequirements = (text: string): readonly string[] => {
  const parts: string[] = [];
  let end = text.length;
  let isInside = false;
  for (let at = text.length - 1; at >= 0; at -= 1) {
    const character = text[at];
    if (character === ')' || character === '(') isInside = character === ')';
    else if (character === ',' && !isInside) {
      parts.push(text.slice(at + 1, end));
      end = at;
    }
  }
  return [...parts, text.slice(0, end)].toReversed();
};

const holds = (requirement: LabelRequirement, labels: Labels): boolean => {
  const value = Object.hasOwn(labels, requirement.key) ? labels[requirement.key] : undefined;
  switch (requirement.kind) {
    case 'in':
      return value !== undefined && requirement.values.includes(value);
    case 'notin':
      return value === undefined || !requirement.values.includes(value);
    case 'exists':
      return value !== undefined;
    case 'absent':
      return value === undefined;
    default:
      return assertNever(requirement);
  }
};

const key = '([A-Za-z0-9](?:[-A-Za-z0-9_./]*[A-Za-z0-9])?)';
const value = '([-A-Za-z0-9_.]*)';
const setForm = new RegExp(`^${key}\\s+(in|notin)\\s*\\(([^()]*)\\)$`);
const equalForm = new RegExp(`^${key}\\s*(=|==|!=)\\s*${value}$`);
const existsForm = new RegExp(`^(!?)\\s*${key}$`);

const parseRequirement = (text: string): LabelRequirement | undefined => {
  const ofSet = setForm.exec(text);
  if (ofSet?.[1] !== undefined) {
    const values = (ofSet[3] ?? '').split(',').map((value) => value.trim());
    return { kind: ofSet[2] === 'in' ? 'in' : 'notin', key: ofSet[1], values };
  }
  const equal = equalForm.exec(text);
  if (equal?.[1] !== undefined)
    return { kind: equal[2] === '!=' ? 'notin' : 'in', key: equal[1], values: [equal[3] ?? ''] };
  const exists = existsForm.exec(text);
  if (exists?.[2] !== undefined) return { kind: exists[1] === '!' ? 'absent' : 'exists', key: exists[2] };
  return undefined;
};

const notUnderstood = (text: string, part: string): string =>
  `Cannot read label selector "${text}": found "${part}", needed key, !key, key=value, key!=value, key in (a,b) or key notin (a,b)`;
