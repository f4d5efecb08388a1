import type { Named } from '../support/named.ts';

/** One record change that named made, from its log of the category `update`. */
export interface LoggedUpdate {
  readonly zone: string;
  /**
   * Such as `add webapp.k8s.example A` or `delete 1.0.96.10.in-addr.arpa PTR`; named does not say which one
   * record of an RRset it deletes.
   */
  readonly change: string;
}

const line =
  /updating zone '([^/]+)\/IN(?:\/[^']+)?': (adding|deleting)(?: an RR| rrset)(?: at '([^']+)' (\S+))?/;

/** What named changed, in the order in which it did. Needs `logUpdates`. */
export function loggedUpdates(named: Named, from = 0): readonly LoggedUpdate[] {
  return named
    .logs()
    .slice(from)
    .split('\n')
    .flatMap((text) => {
      const [, zone = '', verb, name = 'one', type = 'record'] = line.exec(text) ?? [];
      return verb === undefined
        ? []
        : [{ zone, change: `${verb === 'adding' ? 'add' : 'delete'} ${name} ${type}` }];
    });
}

/** The records of some types, as zone-file text. */
export async function recordsOfType(
  named: Named,
  zone: string,
  ...types: readonly string[]
): Promise<string> {
  const text = await named.axfrText(zone);
  return text
    .split('\n')
    .filter((record) => types.includes(record.split(' ')[3] ?? ''))
    .map((record) => `${record}\n`)
    .join('');
}
