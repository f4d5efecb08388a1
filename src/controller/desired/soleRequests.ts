import type { DomainName, Rrset } from '../../dns/rrset.ts';
import type { OriginKey } from '../../model/objectRef.ts';
import type { RequestedName } from '../../records/serviceRecords.ts';

/**
 * Bases that one object alone requests, with nothing below them: nearly all that there are. What several of
 * them hold is kept once, and the request is made again when it is asked for: of the 15,000 names of 5,000
 * routes each costs 700 octets less.
 */
export type SoleRequests = {
  readonly keyAt: (base: DomainName) => OriginKey | undefined;
  readonly at: (base: DomainName) => RequestedName | undefined;
  readonly set: (key: OriginKey, request: RequestedName) => void;
  readonly delete: (base: DomainName) => void;
  readonly bases: () => Iterable<DomainName>;
};

/** What an object has for each of its names that hold the same. */
type Sole = Omit<RequestedName, 'name' | 'base' | 'rrsets'> & {
  readonly key: OriginKey;
  readonly contents: readonly Content[];
};

type Content = Omit<Rrset, 'name'>;

/** Whether a request is of that kind. */
export const isSole = ([request, ...others]: readonly RequestedName[]): boolean =>
  request !== undefined && request.name === request.base && others.length === 0;

export const createSoleRequests = (): SoleRequests => {
  const byBase = new Map<DomainName, Sole>();
  const share = createShare();
  return {
    keyAt: (base) => byBase.get(base)?.key,
    at: (base) => {
      const sole = byBase.get(base);
      return sole && requestOf(base, sole);
    },
    set: (key, request) => void byBase.set(request.name, share(key, request)),
    delete: (base) => void byBase.delete(base),
    bases: () => byBase.keys(),
  };
};

const requestOf = (name: DomainName, { key: _key, contents, ...asker }: Sole): RequestedName => ({
  ...asker,
  name,
  base: name,
  rrsets: contents.map((content) => ({ name, ...content })),
});

/** Names of one object come one after the other, and what different objects hold is often the same. */
const createShare = (): ((key: OriginKey, request: RequestedName) => Sole) => {
  const known = new Map<string, readonly Content[]>();
  let last: Sole | undefined;
  const contentsOf = (rrsets: readonly Rrset[]): readonly Content[] => {
    const text = rrsets
      .map(({ type, ttlSeconds, rdatas }) => `${type} ${ttlSeconds} ${rdatas.join(' ')}`)
      .join();
    const found = known.get(text);
    if (found !== undefined) return found;
    const made = rrsets.map(({ name: _name, rdatas, ...content }) => ({
      ...content,
      rdatas: rdatas.slice(),
    }));
    if (known.size >= mostKnown) known.clear();
    known.set(text, made);
    return made;
  };
  return (key, { name: _name, base: _base, rrsets, ...asker }) => {
    const contents = contentsOf(rrsets);
    const isSame =
      last?.key === key &&
      last.contents === contents &&
      (Object.keys(asker) as (keyof typeof asker)[]).every((part) => last?.[part] === asker[part]);
    last = isSame && last !== undefined ? last : { ...asker, key, contents };
    return last;
  };
};

/** Contents, which may be those of a controller or two, or all different. */
const mostKnown = 100;
