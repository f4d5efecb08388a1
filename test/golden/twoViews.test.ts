import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { desiredContent } from '../../src/controller/desired/desiredContent.ts';
import { type Cidr, parseCidr } from '../../src/dns/cidr.ts';
import { liesInNetworks } from '../../src/records/liesInNetworks.ts';
import type { RecordOptions } from '../../src/records/recordOptions.ts';
import { readGoldenCase } from './goldenCase.ts';

const folders = readdirSync(import.meta.dirname, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name);

const internal: readonly Cidr[] = ['10.0.0.0/9', '192.0.2.0/25', 'fd00::/8'].flatMap(
  (text) => parseCidr(text) ?? [],
);

describe('every golden cluster in two views, of which one excludes the networks of the other', () => {
  test.each(folders)('%s: has each record in one of them, and each address where it lies', (folder) => {
    const { snapshots, options } = readGoldenCase(join(import.meta.dirname, folder));
    const contentIn = (networks: Pick<RecordOptions, 'networks' | 'excludeNetworks'>) =>
      desiredContent([{ records: { ...options, ...networks }, policy: 'none', cidrs: [] }], snapshots)
        .zones.flatMap(({ rrsets }) => rrsets)
        // Topology zones of which no endpoint is left have no names of their own.
        .filter(({ name }) => !name.includes('._zone.'))
        .flatMap(({ name, type, rdatas }) => rdatas.map((rdata) => ({ name, type, rdata })));
    const inside = contentIn({ networks: internal, excludeNetworks: [] });
    const outside = contentIn({ networks: [], excludeNetworks: internal });
    const isAddress = ({ type }: { readonly type: string }): boolean => type === 'A' || type === 'AAAA';
    const lies = ({ rdata }: { readonly rdata: string }): boolean =>
      liesInNetworks(rdata, { networks: internal, excludeNetworks: [] });
    expect(inside.filter(isAddress).filter((one) => !lies(one))).toEqual([]);
    expect(outside.filter(isAddress).filter(lies)).toEqual([]);
    const either = new Set([...inside, ...outside].map((one) => JSON.stringify(one)));
    const whole = contentIn({ networks: [], excludeNetworks: [] });
    const wildcards = whole.flatMap(({ name }) => (name.startsWith('*.') ? name.slice(1) : []));
    // Where a name has no address in a view, a wildcard above it answers by itself, and needs none below it.
    const completes = ({ name }: { readonly name: string }): boolean =>
      wildcards.some((above) => name.startsWith('*.') && name.slice(1) !== above && name.endsWith(above));
    expect(whole.filter((one) => !completes(one)).filter((one) => !either.has(JSON.stringify(one)))).toEqual(
      [],
    );
  });
});
