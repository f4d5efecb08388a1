import { run } from './process.ts';
import type { TsigKeyFile } from './tsigKey.ts';
import { canonicalZoneText } from './zoneText.ts';

/** What a name server said to one question. */
export interface Answer {
  /** As dig writes it: NOERROR, NXDOMAIN, REFUSED … */
  readonly rcode: string;
  /** The answer section, one record a line, in canonical order. */
  readonly text: string;
}

export interface KeyChoice {
  /** A key file; without it, the key `hand`. */
  readonly keyFile?: string;
}

/**
 * BIND's and Knot's tools for what every name server answers, pointed at one. Each throws, with what the tool
 * wrote, when the tool fails.
 */
export interface ServerClients {
  readonly dig: (...args: readonly string[]) => Promise<string>;
  readonly query: (name: string, type: string) => Promise<Answer>;
  readonly serial: (zone: string) => Promise<number>;
  /** The whole zone as canonical text, its SOA once. */
  readonly axfrText: (zone: string, choice?: KeyChoice) => Promise<string>;
  /**
   * As {@link ServerClients.axfrText}, by Knot DNS's kdig: a reader that shares no code with BIND or with us.
   * Complete: it closes with its SOA.
   */
  readonly kdigAxfrText: (zone: string) => Promise<string>;
  /** Runs a script of update commands and sends it. Throws when the server refuses: the message holds the rcode. */
  readonly nsupdate: (script: string, choice?: KeyChoice) => Promise<void>;
  /** Whether it has loaded all these zones. */
  readonly answers: (zones: readonly string[]) => Promise<boolean>;
}

/** Where {@link serverClients} finds the server. */
export interface ServerTarget {
  readonly address: string;
  readonly port: number;
  readonly handKey: () => TsigKeyFile;
  /** Stands before every command, such as `['ip', 'netns', 'exec', 'node']`. */
  readonly commandPrefix?: readonly string[];
}

export function serverClients(target: ServerTarget): ServerClients {
  const { address, handKey, commandPrefix = [] } = target;
  const port = String(target.port);
  const tool = (...command: readonly string[]): Promise<string> => run([...commandPrefix, ...command]);
  const dig = (...args: readonly string[]): Promise<string> =>
    tool('dig', '-r', `@${address}`, '-p', port, '+norecurse', '+nosplit', ...args);
  const axfr = (zone: string, keyFile: string): Promise<string> =>
    dig('-k', keyFile, '+onesoa', '+nocomments', '+nocmd', '+nostats', zone, 'AXFR');
  return {
    dig,
    query: async (name, type) => parseAnswer(await dig('+nocmd', '+noquestion', '+nostats', name, type)),
    serial: async (zone) => Number((await dig('+short', zone, 'SOA')).split(' ')[2]),
    axfrText: async (zone, choice) => {
      const text = await axfr(zone, choice?.keyFile ?? handKey().file);
      if (/^; Transfer failed/m.test(text)) throw new Error(`Cannot transfer "${zone}": ${text.trim()}`);
      return canonicalZoneText(text);
    },
    kdigAxfrText: async (zone) => {
      const { algorithm, name, secret } = handKey();
      const key = `${algorithm}:${name}:${secret}`;
      const text = await tool(
        'kdig',
        `@${address}`,
        '-p',
        port,
        '-y',
        key,
        '+noall',
        '+answer',
        zone,
        'AXFR',
      );
      if (text.match(/\sSOA\s/g)?.length !== 2) throw new Error(`Cannot transfer "${zone}": ${text.trim()}`);
      return canonicalZoneText(text);
    },
    nsupdate: async (script, choice) => {
      const input = `server ${address} ${port}\n${script}\nsend\n`;
      await run([...commandPrefix, 'nsupdate', '-k', choice?.keyFile ?? handKey().file], { input });
    },
    answers: async (zones) => {
      const questions = zones.flatMap((zone) => ['-q', zone, '-t', 'SOA']);
      const text = await dig('+tries=1', '+time=1', '+noall', '+answer', ...questions);
      return text.split('\n').filter((line) => /\sIN\s+SOA\s/.test(line)).length === zones.length;
    },
  };
}

function parseAnswer(text: string): Answer {
  const rcode = /status: (\w+)/.exec(text)?.[1];
  if (rcode === undefined) throw new Error(`Cannot read the answer: no status in it\n${text}`);
  const [, section = ''] = /^;; ANSWER SECTION:\n([\s\S]*?)(?:\n\n|$(?![\s\S]))/m.exec(text) ?? [];
  return { rcode, text: canonicalZoneText(section) };
}
