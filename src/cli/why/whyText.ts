import type { Explanation, Link } from '../../why/explanation.ts';

/** An explanation for people: in the first line what it comes to, then a line for each link. */
export const whyText = (explanation: Explanation): string => {
  const { name, type, links } = explanation;
  const about = type === undefined ? name : `${name} ${type}`;
  return [`${about}: ${verdictText(explanation)}`, '', ...links.flatMap(linkLines), ''].join('\n');
};

const verdictText = ({ links }: Explanation): string => {
  const broken = links.find(({ verdict }) => verdict === 'broken');
  if (broken !== undefined) return `broken at its ${broken.kind} (${broken.reason ?? ''})`;
  return links.some(({ verdict }) => verdict === 'unknown')
    ? 'nothing is broken, as far as can be told'
    : 'answered as it should be';
};

const marks: { readonly [Verdict in Link['verdict']]: string } = { ok: ' ', broken: '!', unknown: '?' };
const column = 8;

const linkLines = ({ kind, verdict, subject, detail, fix }: Link): readonly string[] => {
  const text = [subject, detail].filter((part) => part !== '').join(': ');
  return [
    `${marks[verdict]} ${kind.padEnd(column)} ${text}`,
    ...(fix === undefined ? [] : [`  ${''.padEnd(column)} fix: ${fix}`]),
  ];
};
