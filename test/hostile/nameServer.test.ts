import { createSocket } from 'node:dgram';
import { encodeQuery } from '../../src/dns/query.ts';
import {
  type AnswerShape,
  addressRecord,
  answerTo,
  signedAnswer,
  soaRecord,
  withoutTsig,
  withShortMac,
  withTsigError,
  withWrongMac,
} from '../support/hostileAnswers.ts';
import { type Attack, lasts, testAttacks } from '../support/hostileAttack.ts';
import { serviceObject } from '../support/hostileObjects.ts';
import type { Fate, Query } from '../support/hostileRelay.ts';
import type { HostileWorld } from '../support/hostileWorld.ts';
import { waitFor } from '../support/waitFor.ts';

type Kind = Query['what'] | 'all';
type How = (query: Query, world: HostileWorld) => Fate;

/** Changes go on meanwhile, so that there is something to send. */
const keepChanging = ({ api, defer }: HostileWorld): void => {
  let octet = 0;
  const change = (): void => {
    octet += 1;
    api.put(serviceObject('default/busy', `10.96.5.${octet & 255}`));
  };
  change();
  const timer = setInterval(change, 150);
  defer(() => clearInterval(timer));
};

/** Messages of a kind meet this fate, and the whole zone is to be read again when transfers do. */
const attack = (
  name: string,
  kind: Kind,
  how: How,
  { times = 4, ...more }: Partial<Attack> & { times?: number } = {},
): Attack => ({
  name,
  on: (world) => {
    keepChanging(world);
    world.relay.misbehave((query) =>
      kind === 'all' || kind === query.what ? how(query, world) : { kind: 'pass' },
    );
    if (kind === 'transfer' || kind === 'soa') void editByHand(world);
  },
  felt: ({ relay }) => relay.misbehaved() >= times,
  innocent: 'after',
  ...more,
});

/** Somebody edits a record that nobody looks at: the serial goes on, and the zone is read again. */
const editByHand = async ({ named, zone, defer }: HostileWorld): Promise<void> => {
  let octet = 0;
  const edit = async (): Promise<void> => {
    octet += 1;
    await named.nsupdate(
      `update delete edited.${zone}. A\nupdate add edited.${zone}. 5 A 192.0.3.${octet & 255}`,
    );
  };
  await edit();
  const timer = setInterval(() => void edit().catch(() => undefined), 400);
  defer(() => clearInterval(timer));
};

const says =
  (shape: AnswerShape): How =>
  ({ octets }) => ({ kind: 'answer', answers: [answerTo(octets, shape)] });

/** Says it with the right signature: the server itself is hostile. */
const saysSigned =
  (shape: (world: HostileWorld) => AnswerShape): How =>
  ({ octets }, world) => ({
    kind: 'answer',
    answers: [signedAnswer(answerTo(octets, shape(world)), octets, world.named.key())],
  });

const changed =
  (change: (answer: Buffer) => Buffer): How =>
  () => ({ kind: 'change', change: (answer) => [change(answer)] });

const rcodes = {
  noError: 0,
  formErr: 1,
  servFail: 2,
  notImp: 4,
  refused: 5,
  yxDomain: 6,
  nxRrset: 8,
  notAuth: 9,
  notZone: 10,
};

const whole = (world: HostileWorld, ...records: readonly object[]): AnswerShape => ({
  records: [soaRecord(world.zone, 2_000_000_000), ...records, soaRecord(world.zone, 2_000_000_000)],
});

async function* endless(query: Query, world: HostileWorld): AsyncGenerator<Buffer> {
  yield signedAnswer(
    answerTo(query.octets, { records: [soaRecord(world.zone, 2_000_000_000)] }),
    query.octets,
    world.named.key(),
  );
  for (let index = 0; ; index += 200) {
    yield answerTo(query.octets, {
      records: Array.from({ length: 200 }, (_, at) => addressRecord(`x${index + at}.${world.zone}`)),
    });
    if (index % 10_000 === 0) await new Promise((resolve) => setImmediate(resolve));
  }
}

/** Sends NOTIFY by UDP, as fast as it goes, until the attack is over. */
const notifies =
  (from: string, names: (zone: string) => readonly string[]): Attack['on'] =>
  async ({ zone, notifyPort, defer }) => {
    const socket = createSocket('udp4');
    await new Promise<void>((resolve) => socket.bind(0, from, resolve));
    socket.on('error', () => undefined);
    const messages = names(zone).map((name) => {
      const octets = encodeQuery({ id: 4711, name, type: 'SOA' });
      octets[2] = (4 << 3) | 0x04;
      return octets;
    });
    const timer = setInterval(() => {
      for (let round = 0; round < 100; round += 1)
        for (const octets of messages) socket.send(octets, notifyPort, '127.0.0.1');
    }, 5);
    defer(() => {
      clearInterval(timer);
      socket.close();
    });
  };

/** The claim is replaced by hand: only a person may decide what comes next, so nobody writes any more. */
const claimBecomes = (name: string, texts: (claim: string) => readonly string[]): Attack => ({
  name,
  on: async (world) => {
    const { named, zone } = world;
    const claim = `_k8s-bind.${zone}.`;
    const adds = texts(await world.ask('_k8s-bind', 'TXT')).map(
      (text) => `update add ${claim} 0 TXT ${text}`,
    );
    await named.nsupdate([`update delete ${claim} TXT`, ...adds].join('\n'));
    keepChanging(world);
  },
  felt: ({ daemon }) => !daemon.isRunning(),
  innocent: 'after',
  ends: 3,
});

testAttacks([
  attack('no UPDATE comes to an answer, and none is carried out', 'update', () => ({ kind: 'lose' }), {
    times: 1,
    bounds: { publishedMs: 30_000 },
  }),
  attack('every UPDATE is carried out, and no answer comes', 'update', () => ({ kind: 'lose-answer' }), {
    times: 1,
    bounds: { publishedMs: 30_000 },
  }),
  attack('answers to UPDATE are delayed by 30 seconds', 'update', () => ({ kind: 'delay', ms: 30_000 }), {
    times: 1,
    bounds: { publishedMs: 45_000 },
  }),
  attack('answers to everything are delayed by two seconds', 'all', () => ({ kind: 'delay', ms: 2_000 }), {
    bounds: { publishedMs: 15_000 },
  }),
  attack('UPDATE is not implemented, says an unsigned answer', 'update', says({ rcode: rcodes.notImp })),
  attack('UPDATE is refused, says an unsigned answer', 'update', says({ rcode: rcodes.refused })),
  attack('UPDATE is done, says an unsigned answer, and is not', 'update', says({ rcode: rcodes.noError })),
  attack(
    'UPDATE is done, says the server, and is not',
    'update',
    saysSigned(() => ({})),
  ),
  attack(
    'SERVFAIL to every UPDATE',
    'update',
    saysSigned(() => ({ rcode: rcodes.servFail })),
  ),
  attack('SERVFAIL to everything', 'all', says({ rcode: rcodes.servFail })),
  attack(
    'REFUSED to every UPDATE',
    'update',
    saysSigned(() => ({ rcode: rcodes.refused })),
  ),
  attack('REFUSED to everything', 'all', says({ rcode: rcodes.refused })),
  attack(
    'REFUSED to every seventh message',
    'all',
    (query, world) =>
      query.index % 7 === 6 ? saysSigned(() => ({ rcode: rcodes.refused }))(query, world) : { kind: 'pass' },
    { times: 2, feltMs: 20_000, innocent: 'during', bounds: { logLines: 120 } },
  ),
  attack(
    'prerequisites of every UPDATE fail',
    'update',
    saysSigned(() => ({ rcode: rcodes.nxRrset })),
  ),
  attack('NOTAUTH to everything', 'all', says({ rcode: rcodes.notAuth })),
  attack(
    'FORMERR to every UPDATE',
    'update',
    saysSigned(() => ({ rcode: rcodes.formErr })),
  ),
  attack('every answer has an rcode that there is not', 'all', says({ rcode: 15 })),
  attack(
    'answers have the id of another message',
    'update',
    ({ octets }) => ({ kind: 'answer', answers: [answerTo(octets, { id: octets.readUInt16BE() ^ 1 })] }),
    { times: 1, bounds: { publishedMs: 30_000 } },
  ),
  attack('the signature of every answer is gone', 'all', changed(withoutTsig)),
  attack('the signature of every answer is wrong', 'all', changed(withWrongMac)),
  attack('the MAC of every answer is cut to ten octets', 'all', changed(withShortMac)),
  attack(
    'a clock that is wrong is told without a right signature',
    'all',
    changed((answer) => withTsigError(answer, 18)),
  ),
  attack(
    'the key is unknown, say answers that anybody could give',
    'all',
    changed((answer) => withTsigError(answer, 17)),
  ),
  attack('every answer is cut in the middle', 'all', () => ({ kind: 'cut' })),
  attack('every connection is closed at its first message', 'all', () => ({ kind: 'close' })),
  attack(
    'every answer is 40,000 octets of nothing',
    'all',
    () => ({
      kind: 'answer',
      answers: [Buffer.alloc(40_000)],
    }),
    { times: 1, bounds: { publishedMs: 30_000 } },
  ),
  attack(
    'every answer is an empty message',
    'all',
    () => ({
      kind: 'answer',
      answers: [Buffer.alloc(0), Buffer.alloc(1)],
    }),
    { times: 1, bounds: { publishedMs: 30_000 } },
  ),
  attack(
    'every answer comes a hundred times',
    'all',
    () => ({ kind: 'change', change: (answer) => Array.from({ length: 100 }, () => answer) }),
    { innocent: 'during' },
  ),
  attack('a transfer is refused', 'transfer', says({ rcode: rcodes.refused })),
  attack(
    'a transfer has no SOA at its end',
    'transfer',
    saysSigned(({ zone }) => ({ records: [soaRecord(zone), addressRecord(`x.${zone}`)] })),
    { times: 1, bounds: { publishedMs: 45_000 } },
  ),
  attack(
    'a transfer is that of another zone',
    'transfer',
    saysSigned(() => ({ records: [soaRecord('other.example'), soaRecord('other.example')] })),
  ),
  attack(
    'a transfer has records of other classes',
    'transfer',
    saysSigned((world) => whole(world, addressRecord(`x.${world.zone}`, { class: 'CH' }))),
  ),
  attack(
    'a transfer has records outside of the zone',
    'transfer',
    saysSigned((world) => whole(world, addressRecord('www.other.example'))),
  ),
  attack(
    'a transfer has no end',
    'transfer',
    (query, world) => ({ kind: 'answer', answers: endless(query, world) }),
    { times: 1, feltMs: 20_000, bounds: { megabytes: 400, publishedMs: 20_000 } },
  ),
  attack('an unsigned transfer says that the zone is empty', 'transfer', (query, world) => ({
    kind: 'answer',
    answers: [answerTo(query.octets, whole(world))],
  })),
  attack(
    'the serial is another one at every question',
    'soa',
    ({ octets, index }, { zone }) => ({
      kind: 'answer',
      answers: [answerTo(octets, { records: [soaRecord(zone, 1_000_000_000 * (index % 4))] })],
    }),
    { innocent: 'during' },
  ),
  {
    name: 'the server hangs after it has taken the connection',
    on: (world) => {
      keepChanging(world);
      world.relay.greet('hang');
      world.relay.cut();
    },
    felt: ({ relay }) => relay.misbehaved() >= 1,
    innocent: 'after',
    bounds: { publishedMs: 45_000 },
  },
  {
    name: 'an UPDATE is under way to a server that hangs when SIGTERM comes',
    on: async (world) => {
      world.relay.misbehave(({ what }) => (what === 'update' ? { kind: 'lose' } : { kind: 'pass' }));
      const before = world.relay.misbehaved();
      world.api.put(serviceObject('default/busy', '10.96.5.1'));
      await waitFor('the UPDATE is under way', () => world.relay.misbehaved() > before);
      world.api.remove(serviceObject('default/busy', '10.96.5.1'));
    },
    felt: () => true,
    innocent: 'after',
    bounds: { publishedMs: 30_000 },
  },
  {
    name: 'the server closes every connection at once',
    on: (world) => {
      keepChanging(world);
      world.relay.greet('close');
      world.relay.cut();
    },
    felt: ({ relay }) => relay.misbehaved() >= 4,
    innocent: 'after',
  },
  {
    name: 'NOTIFY comes as fast as it goes, from the server’s address',
    on: notifies('127.0.0.1', (zone) => [`${zone}.`]),
    felt: lasts(1_500),
    innocent: 'during',
  },
  {
    name: 'NOTIFY comes as fast as it goes from strangers, for zones of others',
    on: notifies('127.0.0.2', (zone) => [`${zone}.`, 'other.example.', '.']),
    felt: lasts(1_500),
    innocent: 'during',
  },
  claimBecomes('the claim is replaced by garbage', () => ['"so it is"']),
  claimBecomes('the claim is replaced by that of another owner', (claim) => [
    claim.replace('hostile', 'somebody'),
  ]),
  claimBecomes('a second claim stands beside the first', (claim) => [
    claim,
    claim.replace(/epoch=\d+/, 'epoch=99'),
  ]),
  {
    name: 'a text that is no claim stands beside the claim',
    on: async ({ named, zone }) => await named.nsupdate(`update add _k8s-bind.${zone}. 60 TXT "by hand"`),
    felt: async ({ ask }) => !(await ask('_k8s-bind', 'TXT')).includes('by hand'),
    innocent: 'during',
  },
  {
    name: 'the zone is taken out of the server, and put back',
    alone: true,
    blind: true,
    on: async (world) => {
      const { named, zone, zones } = world;
      keepChanging(world);
      await named.reconfigure({ zones: zones.filter(({ name }) => name !== zone) });
      world.defer(() => named.reconfigure({ zones }));
    },
    sigterm: 'after',
    felt: ({ daemon }) => /NOTAUTH|REFUSED|not authoritative/i.test(daemon.logs()),
    innocent: 'after',
  },
]);
