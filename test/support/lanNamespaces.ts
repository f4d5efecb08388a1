import { randomInt } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { run } from './process.ts';

/** A host of its own: a network namespace with its own addresses, routes and resolv.conf. */
export interface Host {
  readonly name: string;
  /** Stands before every command that is to run there. */
  readonly prefix: readonly string[];
  readonly run: (...command: readonly string[]) => Promise<string>;
}

/** Hosts that come and go together; whatever is left of them goes when this is disposed of. */
export interface Namespaces extends AsyncDisposable {
  readonly add: (name: string) => Promise<Host>;
  /** With all that is plugged into it. Processes in it are for the caller to end. */
  readonly remove: (host: Host) => Promise<void>;
  /** Connects two hosts by a wire; the interface at each end gets its name. */
  readonly connect: (a: PluggedIn, b: PluggedIn) => Promise<void>;
}

interface PluggedIn {
  readonly host: Host;
  readonly device: string;
}

const prefix = 'k8sbind-';

/** Needs root. Namespaces that a test of a process that is gone has left are taken away first. */
export async function makeNamespaces(): Promise<Namespaces> {
  await removeOld();
  const made = new Map<string, Host>();
  const id = `${process.pid}-${randomInt(10_000)}`;
  const remove = async (host: Host): Promise<void> => {
    made.delete(host.name);
    await removeNamespace(fullName(host));
  };
  let wires = 0;
  return {
    add: async (name) => {
      const full = `${prefix}${id}-${name}`;
      const exec = ['ip', 'netns', 'exec', full];
      const host: Host = { name, prefix: exec, run: (...command) => run([...exec, ...command]) };
      await run(['ip', 'netns', 'add', full]);
      made.set(name, host);
      await host.run('ip', 'link', 'set', 'lo', 'up');
      return host;
    },
    remove,
    connect: async (a, b) => {
      wires += 1;
      // Made inside, so that nothing shows on the machine itself; a name of one end is only there until it is
      // plugged in.
      const between = `wire${wires}`;
      const peer = ['peer', 'name', b.device, 'netns', fullName(b.host)];
      await a.host.run('ip', 'link', 'add', between, 'type', 'veth', ...peer);
      await a.host.run('ip', 'link', 'set', between, 'name', a.device, 'up');
      await b.host.run('ip', 'link', 'set', b.device, 'up');
    },
    [Symbol.asyncDispose]: async () => {
      await Promise.all([...made.values()].map(remove));
    },
  };
}

/** Has a host ask this name server alone. */
export const setNameServer = (host: Host, address: string): Promise<void> =>
  setResolvConf(host, `nameserver ${address}\noptions timeout:1 attempts:2\n`);

/** Gives a host a resolv.conf of its own: `ip netns exec` puts it in the place of the machine's. */
export async function setResolvConf(host: Host, text: string): Promise<void> {
  const folder = configFolder(fullName(host));
  await mkdir(folder, { recursive: true });
  await writeFile(`${folder}/resolv.conf`, text);
}

const fullName = (host: Host): string => host.prefix.at(-1) ?? '';

const configFolder = (name: string): string => `/etc/netns/${name}`;

async function removeNamespace(name: string): Promise<void> {
  await rm(configFolder(name), { recursive: true, force: true });
  await run(['ip', 'netns', 'delete', name]);
}

async function removeOld(): Promise<void> {
  const text = await run(['ip', 'netns', 'list']);
  for (const [name = ''] of text.split('\n').map((line) => line.split(' '))) {
    const owner = new RegExp(`^${prefix}(\\d+)-`).exec(name)?.[1];
    if (owner !== undefined && !existsSync(`/proc/${owner}`)) await removeNamespace(name);
  }
}
