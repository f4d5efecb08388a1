import { expect, test } from 'vitest';
import { decodeMessage } from '../../src/dns/decodeMessage.ts';
import { encodeUpdate } from '../../src/dns/encodeUpdate.ts';
import { signMessage } from '../../src/dns/tsig/signMessage.ts';
import { type TsigKey, tsigAlgorithms } from '../../src/dns/tsig/tsigKey.ts';
import { findTsig } from '../../src/dns/tsig/tsigRecord.ts';
import { unsignedMessage } from '../../src/dns/tsig/tsigVariables.ts';
import { decodeUpdate } from '../support/decodeUpdate.ts';
import { run } from '../support/process.ts';
import { temporaryFolder } from '../support/temporaryFolder.ts';
import { makeTsigKey, writeTsigKey } from '../support/tsigKey.ts';
import { readKey } from './dnsKey.ts';
import { listen } from './dnsTcp.ts';

const algorithms = Object.keys(tsigAlgorithms) as (keyof typeof tsigAlgorithms)[];

/**
 * Lets one of BIND's tools send a request over TCP and returns the octets. The tool gets an empty answer
 * signed by us, and fails if it does not find that signature right: its exit code is proof of ours.
 */
async function capture(key: TsigKey, tool: (port: number) => Promise<unknown>): Promise<Buffer> {
  const requests: Buffer[] = [];
  await using listener = await listen((request) => {
    requests.push(request);
    const { message, mac, timeSeconds } = take(request);
    message.writeUInt16BE(message.readUInt16BE(2) | 0x8000, 2);
    message.fill(0, 6, 12);
    message.writeUInt16BE(1, 4);
    const answer = message.subarray(0, 12 + questionOctets(message));
    return signMessage({ octets: answer, key, timeSeconds, priorMac: mac }).octets;
  });
  await tool(listener.port);
  expect(requests).toHaveLength(1);
  return requests[0] ?? Buffer.alloc(0);
}

function take(request: Buffer) {
  const tsig = findTsig(request);
  if (tsig === undefined) throw new Error('Cannot read the request: it is not signed');
  return { message: unsignedMessage(request, tsig), ...tsig };
}

const questionOctets = (message: Buffer): number => message.indexOf(0, 12) + 5 - 12;

async function keyFile(algorithm: (typeof algorithms)[number]) {
  const folder = await temporaryFolder('key');
  const { file } = await writeTsigKey(folder.path, await makeTsigKey('Capture.Key', algorithm));
  return { file, key: readKey(file), [Symbol.asyncDispose]: () => folder[Symbol.asyncDispose]() };
}

const name = (text: string): string => `${text}.k8s.example.`;

const script = (port: number): string => `
server 127.0.0.1 ${port}
zone k8s.example.
prereq yxrrset _k8s-bind.k8s.example. IN TXT "v=1 owner=x"
prereq nxrrset www.k8s.example. A
prereq yxrrset www.k8s.example. TXT
prereq nxdomain free.k8s.example.
prereq yxdomain used.k8s.example.
update delete web.k8s.example. A
update delete old.k8s.example. A 10.96.0.9
update add web.k8s.example. 5 A 10.96.0.1
update add a\\.b.K8S.example. 5 TXT "x y" "z"
update add _http._tcp.web.k8s.example. 5 SRV 0 100 80 web.k8s.example.
send
`;

test.each(algorithms)(
  'what nsupdate sends, signed with %s, is decoded, and signed by us to the same octets',
  async (algorithm) => {
    await using file = await keyFile(algorithm);
    const { key } = file;

    const octets = await capture(key, (port) =>
      run(['nsupdate', '-v', '-k', file.file], { input: script(port) }),
    );

    const { message, timeSeconds, fudgeSeconds, mac } = take(octets);
    const again = signMessage({ octets: message, key, timeSeconds, fudgeSeconds });
    expect(again.mac).toEqual(mac);
    expect(again.octets.equals(octets)).toBe(true);
    expect(decodeUpdate(message)).toEqual({
      kind: 'update',
      id: message.readUInt16BE(0),
      zone: 'k8s.example.',
      prerequisites: [
        { kind: 'rrset-equals', name: name('_k8s-bind'), type: 'TXT', rdatas: ['"v=1 owner=x"'] },
        { kind: 'rrset-absent', name: name('www'), type: 'A' },
        { kind: 'rrset-exists', name: name('www'), type: 'TXT' },
        { kind: 'name-not-in-use', name: name('free') },
        { kind: 'name-in-use', name: name('used') },
      ],
      operations: [
        { kind: 'delete-rrset', name: name('web'), type: 'A' },
        { kind: 'delete-record', name: name('old'), type: 'A', rdata: '10.96.0.9' },
        { kind: 'add', name: name('web'), type: 'A', ttlSeconds: 5, rdata: '10.96.0.1' },
        { kind: 'add', name: name('a\\.b'), type: 'TXT', ttlSeconds: 5, rdata: '"x y" "z"' },
        {
          kind: 'add',
          name: name('_http._tcp.web'),
          type: 'SRV',
          ttlSeconds: 5,
          rdata: '0 100 80 web.k8s.example.',
        },
      ],
    });
  },
);

test('what we encode means the same as what nsupdate sends, and is no longer', async () => {
  await using file = await keyFile('hmac-sha256');
  const octets = await capture(file.key, (port) =>
    run(['nsupdate', '-v', '-k', file.file], { input: script(port) }),
  );
  const { message } = take(octets);
  const update = decodeUpdate(message);
  if (update.kind === 'malformed') throw new Error(update.reason);

  const ours = encodeUpdate(update);

  expect(decodeUpdate(ours)).toEqual(update);
  expect(ours.length).toBeLessThanOrEqual(message.length);
});

test('what dig asks, with EDNS and a cookie, is decoded, and dig accepts our signature', async () => {
  await using file = await keyFile('hmac-sha384');
  const dig = ['dig', '-r', '+tcp', '-k', file.file, '@127.0.0.1'];

  const octets = await capture(file.key, async (port) => {
    const text = await run([...dig, '-p', String(port), '+tries=1', 'Web.K8s.Example', 'AAAA']);
    expect(text).not.toMatch(/Couldn't verify|bad|failed/i);
  });

  const message = decodeMessage(octets);
  expect(message).toMatchObject({
    kind: 'message',
    questions: [{ name: 'web.k8s.example.', type: 'AAAA', classNumber: 1 }],
    additional: [{ type: 'OPT' }, { type: 'TSIG', name: 'capture.key.' }],
  });
});
