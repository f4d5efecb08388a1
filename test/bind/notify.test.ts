import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { decodeMessage } from '../../src/dns/decodeMessage.ts';
import { encodeQuery } from '../../src/dns/query.ts';
import { parseKeyFile } from '../../src/dns/tsig/parseKeyFile.ts';
import { signMessage } from '../../src/dns/tsig/signMessage.ts';
import { type TsigKey, tsigSecret } from '../../src/dns/tsig/tsigKey.ts';
import { verifyResponse } from '../../src/dns/tsig/verifyResponse.ts';
import { type NotifyListener, startNotifyListener } from '../../src/server/notifyListener.ts';
import { freePort } from '../support/freePort.ts';
import { type Named, startNamed } from '../support/named.ts';
import { waitFor } from '../support/waitFor.ts';
import { startZoneDaemon, type ZoneDaemon } from '../support/zoneDaemon.ts';

const nowSeconds = (): number => Math.floor(Date.now() / 1000);

/** A NOTIFY as BIND sends it: a SOA query with another opcode and AA. */
const notifyOf = (name: string): Buffer => {
  const octets = encodeQuery({ id: 4711, name, type: 'SOA' });
  octets[2] = (4 << 3) | 0x04;
  return octets;
};

describe('NOTIFY', () => {
  let port: number;
  let named: Named;
  let listener: NotifyListener;
  let key: TsigKey;
  const daemons = new Map<string, ZoneDaemon>();
  const taken: string[] = [];
  const ignored: string[] = [];
  const server = { address: '127.0.0.1' };

  beforeAll(async () => {
    port = await freePort();
    const notify = (choice: string): string =>
      `notify explicit; notify-delay 0; also-notify { 127.0.0.1 port ${port} ${choice}; };`;
    named = await startNamed({
      zones: [
        { name: 'plain.example', statements: notify('') },
        { name: 'signed.example', statements: notify('key "k8s-bind"') },
      ],
    });
    const parsed = parseKeyFile(readFileSync(named.key().file, 'utf8'));
    if (parsed.kind !== 'key') throw new Error(parsed.message);
    key = parsed.key;
    listener = await startNotifyListener(
      {
        isServer: (address) => address === server.address,
        isOurs: (zone) => daemons.has(zone),
        keys: () => [key],
        nowSeconds,
        onNotify: (zone) => {
          taken.push(zone);
          daemons.get(zone)?.loop.zoneChanged();
        },
        onIgnored: (_from, reason) => void ignored.push(reason),
      },
      { host: '127.0.0.1', port },
    );
    for (const zone of ['plain.example.', 'signed.example.']) {
      const daemon = startZoneDaemon(named, { zone, options: { soaIntervalMs: 600_000 } });
      daemon.store.put('default/web', '10.96.0.1');
      daemons.set(zone, daemon);
      await daemon.settled();
    }
  });
  afterAll(async () => {
    for (const daemon of daemons.values()) await daemon.stop();
    await listener.close();
    await named[Symbol.asyncDispose]();
  });

  test.each(['plain.example', 'signed.example'])(
    'an edit by hand in %s is healed within a second',
    async (zone) => {
      const daemon = daemons.get(`${zone}.`);
      await daemon?.settled();
      taken.length = 0;
      const name = `web.default.svc.${zone}.`;
      await named.nsupdate(`update delete ${name} A\nupdate add ${name} 30 A 192.0.2.66`);
      const editedMs = performance.now();
      await waitFor('healed', () => daemon?.of('drift').length === 1, { deadlineMs: 1_000, intervalMs: 5 });
      expect(performance.now() - editedMs).toBeLessThan(1_000);
      expect((await named.query(name, 'A')).text).toBe(`${name} 30 IN A 10.96.0.1\n`);
      expect(taken).toContain(`${zone}.`);
      await daemon?.settled();
      // Our own updates make NOTIFYs as well: they end, and lead to no further update.
      const sent = daemon?.updates.length;
      await daemon?.look();
      expect(daemon?.updates.length).toBe(sent);
    },
  );

  const askUdp = async (octets: Uint8Array): Promise<Buffer> => {
    const socket = createSocket('udp4');
    socket.send(octets, port, '127.0.0.1');
    const [answer] = (await once(socket, 'message')) as [Buffer];
    socket.close();
    return answer;
  };
  const askTcp = async (octets: Uint8Array): Promise<Buffer> => {
    const socket = connect(port, '127.0.0.1');
    socket.write(Buffer.concat([Buffer.from([octets.length >> 8, octets.length & 0xff]), octets]));
    const [answer] = (await once(socket, 'data')) as [Buffer];
    socket.destroy();
    return answer.subarray(2);
  };

  test.each([
    ['UDP', askUdp],
    ['TCP', askTcp],
  ])('over %s is answered with the same id and question, and signed when it was', async (_name, ask) => {
    const plain = await ask(notifyOf('plain.example.'));
    expect(decodeMessage(plain)).toMatchObject({
      kind: 'message',
      id: 4711,
      opcode: 4,
      response: true,
      authoritative: true,
      rcode: 0,
      questions: [{ name: 'plain.example.', type: 'SOA' }],
      answers: [],
    });
    const request = signMessage({ octets: notifyOf('plain.example.'), key, timeSeconds: nowSeconds() });
    const signed = await ask(request.octets);
    const verdict = verifyResponse({
      octets: signed,
      key,
      requestMac: request.mac,
      nowSeconds: nowSeconds(),
    });
    expect(verdict.kind).toBe('verified');

    const other = await ask(notifyOf('other.example.'));
    expect(decodeMessage(other)).toMatchObject({ rcode: 9 });
  });

  test('with a wrong signature, or that is none, is ignored', async () => {
    ignored.length = 0;
    taken.length = 0;
    const wrong: TsigKey = { ...key, secret: tsigSecret(Buffer.from('another secret')) };
    const old = { key, timeSeconds: nowSeconds() - 4_000 };
    const query = encodeQuery({ id: 1, name: 'plain.example.', type: 'SOA' });
    const socket = createSocket('udp4');
    for (const octets of [
      signMessage({ octets: notifyOf('plain.example.'), key: wrong, timeSeconds: nowSeconds() }).octets,
      signMessage({ octets: notifyOf('plain.example.'), ...old }).octets,
      query,
      Buffer.from('noise'),
    ])
      socket.send(octets, port, '127.0.0.1');
    await waitFor('all four came', () => ignored.length === 4);
    socket.close();
    expect([...ignored].sort()).toEqual([
      'its TSIG is not valid',
      'its TSIG is not valid',
      expect.stringMatching(/^malformed/),
      'no NOTIFY',
    ]);
    expect(taken).toEqual([]);
  });

  test('from another address is not even read', async () => {
    server.address = '192.0.2.1';
    ignored.length = 0;
    const socket = createSocket('udp4');
    socket.send(notifyOf('plain.example.'), port, '127.0.0.1');
    const stream = connect(port, '127.0.0.1');
    stream.on('error', () => undefined);
    await once(stream, 'close');
    await waitFor('both came', () => ignored.length === 2);
    socket.close();
    server.address = '127.0.0.1';
    expect(ignored).toEqual(['not the name server', 'not the name server']);
  });
});
