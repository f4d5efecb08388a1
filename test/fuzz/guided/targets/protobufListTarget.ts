import { deepEqual } from 'node:assert/strict';
import { apiShapes } from '../../../../src/kube/protobuf/apiShapes.ts';
import { protobufListReader } from '../../../../src/kube/reflector/protobufListReader.ts';
import { createInterner } from '../../../../src/store/project/interner.ts';
import { project } from '../../../../src/store/project/project.ts';
import { allNeeds } from '../../../support/allNeeds.ts';
import { encodeList } from '../../../support/encodeProtobuf.ts';
import type { Target } from '../target.ts';
import { inPieces } from './inPieces.ts';
import { wireWords } from './wireWords.ts';

const resource = 'endpointslices';
const shape = apiShapes[resource] ?? [];

/** What is there of a list; undefined where it is refused. */
const read = (chunks: readonly Buffer[]) => {
  const items: unknown[] = [];
  const reader = protobufListReader(shape, (item) => items.push(item));
  return chunks.every((chunk) => reader.push(chunk) === undefined)
    ? { items, metadata: reader.metadata() }
    : undefined;
};

const slice = {
  metadata: {
    name: 'web-1',
    namespace: 'shop',
    creationTimestamp: '2026-01-02T03:04:05.000Z',
    labels: { 'kubernetes.io/service-name': 'web' },
  },
  addressType: 'IPv4',
  endpoints: [
    { addresses: ['10.1.0.1'], conditions: { ready: false }, targetRef: { kind: 'Pod', name: 'p' } },
  ],
  ports: [{ name: 'http', protocol: 'TCP', port: 80 }],
};

/** A list that the API server sends as protobuf, which comes in pieces of any size. */
export const protobufListTarget: Target = {
  seeds: [
    encodeList({ resourceVersion: '7', continue: 'more' }, [slice, {}], shape),
    encodeList({ resourceVersion: '7' }, [], shape),
  ],
  words: [
    ...wireWords,
    'k8s\0',
    'EndpointSliceList',
    '\x0a',
    '\x12',
    '\x1a',
    '\x08',
    '\x80',
    '\xff',
    '10.1.0.1',
  ],
  maxOctets: 2048,
  check: (octets) => {
    const whole = read([Buffer.from(octets)]);
    for (const size of [1, 61]) deepEqual(read(inPieces(Buffer.from(octets), size)), whole);
    for (const item of whole?.items ?? [])
      project(resource, item, { needs: allNeeds, interner: createInterner() });
  },
};
