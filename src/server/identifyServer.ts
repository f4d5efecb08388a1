import type { DecodedMessage } from '../dns/decodeMessage.ts';
import { encodeQuery } from '../dns/query.ts';
import { rcodeName } from '../dns/rcodeName.ts';
import type { SignedExchange } from './signedExchange.ts';

/** Makes of name servers that this program says more about than their version. */
export type ServerMake = 'BIND' | 'Knot DNS' | 'PowerDNS' | 'NSD';

/** What a name server runs, as far as it lets that be seen. A hint for people: anybody may have said it. */
export type ServerSoftware = {
  readonly make: ServerMake | undefined;
  /** Make and version in the server's own words, such as `Knot DNS 3.2.6`; undefined where it hides them. */
  readonly version: string | undefined;
};

/** As their default settings have it. BIND says nothing but its version. */
const makes: readonly (readonly [ServerMake, RegExp])[] = [
  ['BIND', /^(?:BIND )?9\.\d/],
  ['Knot DNS', /^Knot DNS/],
  ['PowerDNS', /^PowerDNS/],
  ['NSD', /^NSD/],
];

/**
 * Asks a server what it is, by names of class CH (RFC 4892 §3.1).
 *
 * | `version.bind`      | `authors.bind`       | make                                                 |
 * | ------------------- | -------------------- | ---------------------------------------------------- |
 * | a version           |                      | by its first words                                   |
 * | hidden, other words | NOERROR              | BIND: it alone has this name, hidden or not           |
 * | SERVFAIL            | anything else        | PowerDNS with `version-string=anonymous`             |
 * | hidden, other words | anything else        | not known: Knot DNS and NSD refuse both when they hide |
 *
 * @param exchange unsigned: a server that does not know our key still says what it is
 */
export const identifyServer = async (exchange: SignedExchange): Promise<ServerSoftware> => {
  const version = await askChaos(exchange, 'version.bind.');
  if (version === undefined) return { make: undefined, version: undefined };
  const said = firstString(version);
  const named = makes.find(([, words]) => said !== undefined && words.test(said))?.[0];
  if (named !== undefined)
    return { make: named, version: named === 'BIND' ? `BIND ${said?.replace(/^BIND /, '')}` : said };
  const authors = await askChaos(exchange, 'authors.bind.');
  if (rcodeOf(authors) === 'NOERROR') return { make: 'BIND', version: said };
  return { make: rcodeOf(version) === 'SERVFAIL' ? 'PowerDNS' : undefined, version: said };
};

/** The software in words, to stand behind "it is". */
export const softwareText = ({ make, version }: ServerSoftware): string | undefined => version ?? make;

const askChaos = async (exchange: SignedExchange, name: string): Promise<DecodedMessage | undefined> => {
  const result = await exchange((id) => encodeQuery({ id, name, type: 'TXT', class: 'CH' }));
  return result.kind === 'answer' ? result.message : undefined;
};

const rcodeOf = (message: DecodedMessage | undefined): string | undefined =>
  message && rcodeName(message.rcode);

/** A server may say what it likes, and at what length. */
const longestVersion = 80;

const firstString = ({ answers }: DecodedMessage): string | undefined => {
  const rdata = answers.find(({ type }) => type === 'TXT')?.rdata;
  const text = /^"((?:[^"\\]|\\.)*)"/.exec(rdata ?? '')?.[1];
  return text === undefined || text === '' ? undefined : text.slice(0, longestVersion);
};
