import { describe, expect, test } from 'vitest';
import { recordsOf } from '../../../src/records/recordsOf.ts';
import { defaultRecordOptions } from '../../support/defaultOptions.ts';
import { clusterIpService, snapshotOf } from '../records/snapshots.ts';
import { load } from './support.ts';

/** The value in seconds, or why it is none: what stands behind the place and the text. */
type Answer = number | string;

const configured = (given: Parameters<typeof load>[0]): Answer => {
  const loaded = load(given);
  if (loaded.kind === 'ok') return loaded.config.maxTtlSeconds;
  return loaded.kind === 'problem' ? loaded.line.replace(/^.*?: (?=found )/, '') : loaded.kind;
};

const annotated = (annotation: string, text: string): Answer => {
  const options = {
    ...defaultRecordOptions('k8s.example.'),
    maxTtlSeconds: 2 ** 31 - 1,
    externalDnsAnnotations: true,
    allow: [{ scope: {}, patterns: ['www.{zone}'] }],
    names: [],
  };
  const annotations = { [annotation]: text, 'external-dns.alpha.kubernetes.io/hostname': 'www.k8s.example' };
  const { names, problems } = recordsOf(snapshotOf(clusterIpService({ annotations })), options);
  const message = problems[0]?.message;
  return message === undefined
    ? (names[0]?.rrsets[0]?.ttlSeconds ?? 'no name')
    : message.replace(/^.*?: (?=found )/, '');
};

/** Every place where a person writes a TTL. */
const DOORS: Readonly<Record<string, (text: string) => Answer>> = {
  flag: (text) => configured({ argv: ['--zone', 'k8s.example', `--max-ttl=${text}`] }),
  variable: (text) => configured({ argv: ['--zone', 'k8s.example'], env: { K8S_BIND_MAX_TTL: text } }),
  file: (text) =>
    configured({
      argv: ['--config', '/etc/c.yaml'],
      files: { '/etc/c.yaml': { text: `zone: k8s.example\nmaxTtl: ${JSON.stringify(text)}\n` } },
    }),
  annotation: (text) => annotated('k8s-bind.io/ttl', text),
  "external-dns's annotation": (text) => annotated('external-dns.alpha.kubernetes.io/ttl', text),
};

const NO_DURATION = 'found no duration, needed seconds (60) or a duration such as 1m30s or 1d';
const PART = 'found a part of a second, needed whole seconds, such as 30s';

describe.each(Object.entries(DOORS))('a TTL by %s', (_door, read) => {
  test.each([
    ['60', 60],
    [' 60 ', 60],
    ['90s', 90],
    ['1m30s', 90],
    ['2h', 7200],
    ['1d', 86_400],
    ['1d12h', 129_600],
    ['1.5m', 90],
    ['1000ms', 1],
    ['1s500ms500ms', NO_DURATION],
    ['2147483647', 2_147_483_647],
    ['0', 'found zero, needed at least 1s'],
    ['0s', 'found zero, needed at least 1s'],
    ['1500ms', PART],
    ['1.5', PART],
    ['2147483648', 'found more than there is, needed at most 2147483647 seconds'],
    ['', NO_DURATION],
    ['-1', NO_DURATION],
    ['1w', NO_DURATION],
    ['s', NO_DURATION],
    ['1e3', NO_DURATION],
    ['1 s', NO_DURATION],
    ['1m30', NO_DURATION],
    ['30s1m', NO_DURATION],
    ['1s1s', NO_DURATION],
    ['99999999999', NO_DURATION],
    ['soon', NO_DURATION],
  ])('%j is %j', (text, expected) => {
    expect(read(text)).toBe(expected);
  });
});
