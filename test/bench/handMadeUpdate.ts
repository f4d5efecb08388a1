import { readFileSync } from 'node:fs';
import { encodeUpdate } from '../../src/dns/encodeUpdate.ts';
import { parseKeyFile } from '../../src/dns/tsig/parseKeyFile.ts';
import { signMessage } from '../../src/dns/tsig/signMessage.ts';
import type { UpdateOperation } from '../../src/dns/updateMessage.ts';
import { connect } from '../../src/server/connection.ts';
import type { Named } from '../support/named.ts';

/**
 * The reference of propagation: UPDATEs made by hand, without prerequisites, over a connection that is open
 * already.
 */
export interface HandMadeUpdates extends Disposable {
  /** Sends and does not wait. */
  readonly send: (operations: readonly UpdateOperation[]) => void;
}

export async function openHandMadeUpdates(named: Named, zone: string): Promise<HandMadeUpdates> {
  const parsed = parseKeyFile(readFileSync(named.key().file, 'utf8'));
  if (parsed.kind !== 'key') throw new Error(`Cannot read the key of named: ${parsed.message}`);
  const { key } = parsed;
  const opened = await connect(
    { host: named.address, port: named.port },
    { message: ignore, closed: ignore },
  );
  if (opened.kind === 'unreachable') throw new Error(`Cannot reach named: ${opened.reason}`);
  let id = 0;
  return {
    send: (operations) => {
      id = (id + 1) & 0xffff;
      const octets = encodeUpdate({ id, zone, prerequisites: [], operations, keepalive: true });
      opened.connection.send(signMessage({ octets, key, timeSeconds: Math.floor(Date.now() / 1000) }).octets);
    },
    [Symbol.dispose]: () => opened.connection.close(),
  };
}

const ignore = (): void => undefined;
