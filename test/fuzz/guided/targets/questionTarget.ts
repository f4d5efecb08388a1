import { deepEqual, equal } from 'node:assert/strict';
import { checkName } from '../../../../src/dns/canonicalName.ts';
import { objectRefPath, parseObjectRef } from '../../../../src/model/objectRef.ts';
import { isKnownHost, isLoopbackHost, requestedHost } from '../../../../src/telemetry/requestedHost.ts';
import { readQuestion } from '../../../../src/why/readQuestion.ts';
import { inOneLine } from '../inOneLine.ts';
import type { Target } from '../target.ts';
import { textTarget } from '../textTarget.ts';

const nothing: Parameters<typeof readQuestion>[2] = {
  zones: [],
  cluster: {
    keys: () => ['default/web'],
    snapshot: () => undefined,
    synced: () => true,
    isAbsent: () => true,
    namespaceState: () => 'selected',
  },
};

/** What people and web pages ask the daemon: a name, a type behind a line end, an object, a host. */
export const questionTarget: Target = textTarget({
  seeds: [
    'web.k8s.example\nA',
    '10.0.0.1',
    'default/web\nAAAA',
    'Service/default/web',
    '[::1]:8080',
    'LOCALHOST.',
  ],
  words: String.raw`. \. \255 * _ / TYPE65535 TYPE0 TSIG ANY svc pod default web Service/ :80 [ ] ::1 127.0.0.1 .localhost`,
  check: (text) => {
    const [name = '', type] = text.split('\n');
    const question = readQuestion(name, type, nothing);
    if (question.kind === 'no-question') inOneLine(question.message);
    else equal(checkName(question.name), undefined);
    const object = parseObjectRef(text);
    if (object !== undefined) {
      equal(objectRefPath(object), text);
      deepEqual(parseObjectRef(objectRefPath(object)), object);
    }
    const host = requestedHost(text);
    equal(host, host.toLowerCase());
    if (isLoopbackHost(host)) equal(isKnownHost(host, []), true);
  },
});
