import { execFileSync } from 'node:child_process';
import { mkdir, rename, rm, symlink, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createManifestSource } from '../../../src/manifests/createManifestSource.ts';
import type { Selection } from '../../../src/store/objectSource.ts';
import { leastNeeds } from '../../../src/store/project/projection.ts';
import { serviceSnapshot } from '../../support/serviceSnapshot.ts';
import { temporaryFolder } from '../../support/temporaryFolder.ts';
import { waitFor } from '../../support/waitFor.ts';

const service = (name: string, clusterIP: string, labels = '{}') =>
  `{apiVersion: v1, kind: Service, metadata: {name: ${name}, labels: ${labels}}, spec: {clusterIP: ${clusterIP}}}\n`;

let stack: AsyncDisposableStack;
let folder: string;

beforeEach(async () => {
  stack = new AsyncDisposableStack();
  folder = stack.use(await temporaryFolder('manifests')).path;
});
afterEach(() => stack.disposeAsync());

/** A source that runs until the test is over. */
const follow = (path: string, selection: Selection = {}, input = '') => {
  const messages: string[] = [];
  const source = createManifestSource({
    sources: ['service'],
    path,
    needs: leastNeeds,
    selection,
    onEvent: (event) => {
      if (event.kind === 'source-problem') messages.push(event.message);
      if (event.kind === 'object-problem') messages.push(event.problem.message);
      if (event.kind === 'source-recovered') messages.push('recovered');
    },
    input: Readable.from([input]),
  });
  const stop = new AbortController();
  const running = source.start(stop.signal);
  stack.defer(async () => {
    stop.abort();
    await running;
  });
  const level = () =>
    source.store
      .keys()
      .map((key) => {
        const snapshot = serviceSnapshot(source.store, key);
        return `${key} ${snapshot?.service.kind === 'cluster-ip' ? snapshot.service.clusterIps.join() : snapshot?.service.kind}`;
      })
      .sort();
  const becomes = (...expected: readonly string[]) =>
    waitFor(`the store to hold ${expected.join(', ')}`, () => {
      expect(level()).toEqual(expected);
      return true;
    });
  return { source, messages, level, becomes };
};

const put = (name: string, text: string) => writeFile(join(folder, name), text);

describe('a folder of manifests', () => {
  it('has the Service that a rule for a class of Ingresses names, whatever is selected beside it', async () => {
    const named = service('traefik', '10.0.0.1').replace('{name:', '{namespace: kube-system, name:');
    await put(
      'a.yaml',
      [named, named.replaceAll('traefik', 'dns'), service('web', '10.0.0.2')].join('---\n'),
    );
    const { becomes } = follow(folder, {
      namespaces: ['default'],
      ingressServices: ['kube-system/traefik'],
    });
    await becomes('default/web 10.0.0.2', 'kube-system/traefik 10.0.0.1');
  });

  it('is read whole, without hidden files and folders, and follows every change', async () => {
    await put('a.yaml', service('a', '10.0.0.1'));
    await put('b.json', '{"apiVersion":"v1","kind":"Service","metadata":{"name":"b","namespace":"shop"}}');
    await put('.hidden.yaml', service('hidden', '10.0.0.9'));
    await put('notes.txt', 'no manifest: [');
    await mkdir(join(folder, 'deeper.yaml'));
    const { source, becomes } = follow(folder);
    await becomes('default/a 10.0.0.1', 'shop/b pending');
    expect(source.status()).toMatchObject({ synced: true });
    expect(source.status().objectProblems.map(({ message }) => message)).toEqual([
      expect.stringMatching(
        /^Cannot publish Service "shop\/b" \(.*b\.json:1\): found no spec\.clusterIP, needed/,
      ),
    ]);
    await put('c.yml', service('c', 'None'));
    await becomes('default/a 10.0.0.1', 'default/c headless', 'shop/b pending');
    await put('a.yaml', service('a', '10.0.0.2'));
    await becomes('default/a 10.0.0.2', 'default/c headless', 'shop/b pending');
    await rm(join(folder, 'b.json'));
    await becomes('default/a 10.0.0.2', 'default/c headless');
  });

  it('keeps the last good content of a file that is broken, says where, and goes on with the others', async () => {
    await put('a.yaml', service('a', '10.0.0.1'));
    const { messages, becomes, source } = follow(folder);
    await becomes('default/a 10.0.0.1');
    await put('a.yaml', `${service('a', '10.0.0.2')}---\nkind: [\n`);
    await put('b.yaml', service('b', '10.0.0.3'));
    await becomes('default/a 10.0.0.1', 'default/b 10.0.0.3');
    expect(messages.join()).toMatch(/Cannot read manifest ".*a\.yaml:\d+"/);
    expect(source.status().feeds[0]?.problem).toContain('a.yaml');
    await put('a.yaml', service('a', '10.0.0.2'));
    await becomes('default/a 10.0.0.2', 'default/b 10.0.0.3');
    expect(messages.at(-1)).toBe('recovered');
  });

  it('reads no pipe, no device and no link that leads to itself, says so, and goes on with the others', async () => {
    await put('a.yaml', service('a', '10.0.0.1'));
    const { messages, becomes } = follow(folder);
    await becomes('default/a 10.0.0.1');
    execFileSync('mkfifo', [join(folder, 'b.yaml')]);
    await symlink('/dev/zero', join(folder, 'c.yaml'));
    await symlink(join(folder, 'd.yaml'), join(folder, 'd.yaml'));
    await put('e.yaml', service('e', '10.0.0.5'));
    await becomes('default/a 10.0.0.1', 'default/e 10.0.0.5');
    expect(messages.at(-1)).toBe(
      [
        `Cannot read manifest "${folder}/b.yaml": found a pipe, socket or device, needed a file`,
        `Cannot read manifest "${folder}/c.yaml": found a pipe, socket or device, needed a file`,
        `Cannot read manifest "${folder}/d.yaml": a link that leads to itself, needed a file that can be read`,
      ].join('; '),
    );
    for (const name of ['b.yaml', 'c.yaml', 'd.yaml']) await rm(join(folder, name));
    await waitFor('it is content', () => messages.at(-1) === 'recovered');
  });

  it('does not read a file that is larger than any manifest', async () => {
    await put('a.yaml', service('a', '10.0.0.1'));
    await put('large.yaml', '');
    await truncate(join(folder, 'large.yaml'), 300 << 20);
    const { messages } = follow(folder);
    await waitFor('it is said', () => messages.length > 0);
    expect(messages).toEqual([
      `Cannot read manifest "${folder}/large.yaml": found 314572800 octets, needed at most 268435456`,
    ]);
  });

  it('says of many broken files a few, and how many there are', async () => {
    for (let index = 10; index < 40; index += 1) await put(`${index}.yaml`, 'a: [');
    const { messages } = follow(folder);
    await waitFor('it is said', () => messages.length > 0);
    expect(messages[0]?.match(/Cannot/g)).toHaveLength(10);
    expect(messages[0]).toMatch(/; and 20 more$/);
  });

  it('is not synced while a file has never been good, and is once it was', async () => {
    await put('a.yaml', service('a', '10.0.0.1'));
    await put('b.yaml', 'kind: [');
    const { becomes, source } = follow(folder);
    await becomes('default/a 10.0.0.1');
    expect(source.store.synced()).toBe(false);
    await put('b.yaml', service('b', '10.0.0.2'));
    await waitFor('the source to be synced', () => source.store.synced());
  });

  it('follows a file that an editor replaces by renaming', async () => {
    await put('a.yaml', service('a', '10.0.0.1'));
    const { becomes } = follow(join(folder, 'a.yaml'));
    await becomes('default/a 10.0.0.1');
    for (const last of ['2', '3']) {
      await put('a.yaml.new', service('a', `10.0.0.${last}`));
      await rename(join(folder, 'a.yaml.new'), join(folder, 'a.yaml'));
      await becomes(`default/a 10.0.0.${last}`);
    }
  });

  it('does not take a file that an editor empties before writing for one without objects', async () => {
    await put('a.yaml', service('a', '10.0.0.1'));
    await put('b.yaml', service('b', '10.0.0.1'));
    const { becomes, source } = follow(folder);
    await becomes('default/a 10.0.0.1', 'default/b 10.0.0.1');
    await put('a.yaml', '');
    await put('b.yaml', service('b', '10.0.0.2'));
    await becomes('default/a 10.0.0.1', 'default/b 10.0.0.2');
    expect(source.status().feeds[0]?.problem).toBeUndefined();
    await becomes('default/b 10.0.0.2');
  });

  it('says it when a file has no objects of ours any more, and is content when they are back', async () => {
    await put('a.yaml', service('a', '10.0.0.1'));
    const { becomes, source, messages } = follow(folder);
    await becomes('default/a 10.0.0.1');
    await put('a.yaml', 'kind: Status\napiVersion: v1\nstatus: Failure\ncode: 403\n');
    await becomes();
    await waitFor('the loss to be said', () => messages.length > 0);
    expect(messages[0]).toMatch(
      /^Cannot find objects in manifest ".*a\.yaml" any more: found 1 documents of other kinds, needed/,
    );
    expect(source.status().feeds[0]?.problem).toBe(messages[0]);
    await put('a.yaml', service('a', '10.0.0.1'));
    await becomes('default/a 10.0.0.1');
    await waitFor('that to be said', () => messages.at(-1) === 'recovered');
  });

  it('keeps what it had when a list is only the first part of one, or a file holds events of a watch', async () => {
    const list = `{kind: ServiceList, apiVersion: v1, items: [{metadata: {name: a}, spec: {clusterIP: 10.0.0.1}}]`;
    await put('a.yaml', `${list}}`);
    const { becomes, messages } = follow(folder);
    await becomes('default/a 10.0.0.1');
    await put('a.yaml', `${list}, metadata: {continue: abc}}`);
    await waitFor('the part to be said', () =>
      messages.some((message) => message.includes('metadata.continue')),
    );
    await becomes('default/a 10.0.0.1');
    await put(
      'a.yaml',
      '{"type":"ADDED","object":{"kind":"Service"}}\n{"type":"DELETED","object":{"kind":"Service"}}\n',
    );
    await waitFor('the events to be said', () =>
      messages.some((message) => message.includes('an event of a watch')),
    );
    await becomes('default/a 10.0.0.1');
  });

  it('says which forms of our kinds it does not understand, and reads the others', async () => {
    const slices = Array.from({ length: 40 }, (_, index) => `{metadata: {name: s${index}}}`).join();
    await put(
      'a.yaml',
      `${service('a', '10.0.0.1')}---\n{kind: EndpointSliceList, apiVersion: discovery.k8s.io/v1beta1, items: [${slices}]}\n`,
    );
    const { becomes, messages, source } = follow(folder);
    await becomes('default/a 10.0.0.1');
    expect(messages).toEqual([
      expect.stringMatching(
        /a\.yaml:3": found EndpointSlice of discovery\.k8s\.io\/v1beta1 \(40 times\), needed discovery\.k8s\.io\/v1$/,
      ),
    ]);
    expect(source.status().synced).toBe(true);
  });

  it('loses nothing when the folder is suddenly empty, as a mount point without its file system is', async () => {
    await put('a.yaml', service('a', '10.0.0.1'));
    const { becomes, level, messages } = follow(folder);
    await becomes('default/a 10.0.0.1');
    await rm(join(folder, 'a.yaml'));
    await waitFor('the loss to be said', () =>
      messages.some((message) => message.includes('found none in the folder any more')),
    );
    expect(level()).toEqual(['default/a 10.0.0.1']);
    await put('a.yaml', '# no Services on purpose');
    await becomes();
  });

  it('loses nothing when the folder goes away, and goes on when it comes back', async () => {
    const inner = join(folder, 'inner');
    await mkdir(inner);
    await put('inner/a.yaml', service('a', '10.0.0.1'));
    const { becomes, level, messages } = follow(inner);
    await becomes('default/a 10.0.0.1');
    await rename(inner, `${inner}.away`);
    await waitFor('the loss to be said', () => messages.some((message) => message.includes('no such file')));
    expect(level()).toEqual(['default/a 10.0.0.1']);
    await rename(`${inner}.away`, inner);
    await put('inner/b.yaml', service('b', '10.0.0.2'));
    await becomes('default/a 10.0.0.1', 'default/b 10.0.0.2');
  });

  it('that does not exist yet is waited for', async () => {
    const { source, becomes } = follow(join(folder, 'later'));
    await waitFor('the absence to be said', () => source.status().feeds[0]?.problem);
    expect(source.store.synced()).toBe(false);
    await mkdir(join(folder, 'later'));
    await put('later/a.yaml', service('a', '10.0.0.1'));
    await becomes('default/a 10.0.0.1');
    await waitFor('the source to be synced', () => source.store.synced());
  });

  it('says when an object stands there twice, and forgets it when it is fixed', async () => {
    await put('a.yaml', service('a', '10.0.0.1'));
    await put('b.yaml', service('a', '10.0.0.2'));
    const { becomes, source } = follow(folder);
    await becomes('default/a 10.0.0.2');
    expect(source.status().objectProblems.map(({ message }) => message)).toEqual([
      expect.stringMatching(/Service "default\/a" from both .*a\.yaml:1 and .*b\.yaml:1: found twice/),
    ]);
    await rm(join(folder, 'b.yaml'));
    await becomes('default/a 10.0.0.1');
    expect(source.status().objectProblems).toEqual([]);
  });

  it('holds only what is selected', async () => {
    await put('a.yaml', service('a', '10.0.0.1', '{dns: "yes"}'));
    await put('b.yaml', service('b', '10.0.0.2'));
    const { becomes } = follow(folder, { selectsService: (labels) => labels['dns'] === 'yes' });
    await becomes('default/a 10.0.0.1');
  });
});

describe('standard input', () => {
  it('is read once, to its end', async () => {
    const { source, becomes } = follow('-', {}, service('a', '10.0.0.1'));
    await becomes('default/a 10.0.0.1');
    expect(source.store.synced()).toBe(true);
  });

  it('that is broken is said and never synced', async () => {
    const { source } = follow('-', {}, 'kind: [');
    const problem = await waitFor('the problem', () => source.status().feeds[0]?.problem);
    expect(problem).toContain('standard input:');
    expect(source.store.synced()).toBe(false);
  });
});
