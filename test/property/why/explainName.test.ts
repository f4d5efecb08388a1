import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { visibleText } from '../../../src/model/visibleText.ts';
import { explainName } from '../../../src/why/explainName.ts';
import { readQuestion } from '../../../src/why/readQuestion.ts';
import { searchAtOnce } from '../../../src/why/searchAtOnce.ts';
import { createWhyWorld } from '../../support/whyWorld.ts';

const cluster = `
apiVersion: v1
kind: Service
metadata: { name: webapp, namespace: default }
spec: { clusterIP: 10.96.80.80, clusterIPs: [10.96.80.80], ports: [{ name: http, port: 80 }] }
---
apiVersion: v1
kind: Service
metadata: { name: front, namespace: shop, annotations: { k8s-bind.io/hostname: "www.k8s.example, \u202ewww.k8s.example, *.k8s.example" } }
spec: { clusterIP: 10.96.0.2, clusterIPs: [10.96.0.2] }
`;

/** Words of names as people and attackers write them, and texts of any kind. */
const words = [
  'webapp',
  'front',
  'default',
  'shop',
  'svc',
  'pod',
  'k8s',
  'example',
  'cluster',
  'local',
  '_http',
  '_tcp',
  '*',
  '_k8s-bind',
  '_apex',
  'in-addr',
  'arpa',
  '10',
  '96',
  '',
  'WWW',
  '\\046',
  '_acme-challenge',
  '/',
  'ns/x',
];
const word = fc.constantFrom(...words);
const text = fc.oneof(
  fc.array(word, { maxLength: 8 }).map((words) => words.join('.')),
  fc.string({ unit: 'binary', maxLength: 300 }),
  fc.ipV4(),
  fc.ipV6(),
);
const type = fc.option(
  fc.oneof(fc.constantFrom('A', 'aaaa', 'SRV', 'ANY', 'AXFR', 'TYPE65535'), fc.string()),
  {
    nil: undefined,
  },
);

test('whatever is typed is explained in visible lines of limited length, or refused in one', async () => {
  const { known } = await createWhyWorld({ cluster, reverse: { cidrs: ['10.96.0.0/16'] } });
  fc.assert(
    fc.property(text, type, (typed, asked) => {
      const question = readQuestion(typed, asked, known);
      const lines =
        question.kind === 'no-question'
          ? [question.message]
          : explainName(
              question,
              { ...known, found: searchAtOnce(question, known) },
              { kind: 'not-asked' },
            ).links.flatMap(({ subject, detail, fix = '' }) => [subject, detail, fix]);
      expect(lines.length).toBeGreaterThan(0);
      for (const line of lines) {
        expect(line.length).toBeLessThanOrEqual(1_100);
        expect(visibleText(line)).toBe(line);
      }
    }),
    { numRuns: 400 },
  );
});
