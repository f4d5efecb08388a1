import type { IncomingMessage } from 'node:http';
import { type MessageShape, messageShape, textField } from './messageShape.ts';

/** The media type of the API server's protobuf. */
export const protobufType = 'application/vnd.kubernetes.protobuf';

/** What the server says of the body of its answer; a server or a proxy may have chosen JSON. */
export const isProtobuf = ({ headers }: IncomingMessage): boolean =>
  headers['content-type']?.startsWith(protobufType) === true;

/** Protobuf from the API server begins with these octets; a `runtime.Unknown` follows. */
export const envelopeMark = Buffer.from('k8s\0');

export const isMarked = (octets: Buffer): boolean =>
  octets.subarray(0, envelopeMark.length).equals(envelopeMark);

/** `runtime.TypeMeta` */
export const typeMetaShape = messageShape({ 1: textField('apiVersion'), 2: textField('kind') });

/** A `runtime.Unknown` whose object has this shape. */
export const envelopeShape = (shape: MessageShape): MessageShape =>
  messageShape({
    1: { key: 'typeMeta', kind: 'message', shape: typeMetaShape },
    2: { key: 'raw', kind: 'message', shape },
  });
