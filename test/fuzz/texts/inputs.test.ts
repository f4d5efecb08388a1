import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseRegistryEntry } from '../../../src/cli/adopt/registryEntry.ts';
import { parseTemplate } from '../../../src/config/nameTemplate.ts';
import { parseCommandWords } from '../../../src/config/values/parseCommandWords.ts';
import { parseServerAddress, serverAddressText } from '../../../src/config/values/socketAddress.ts';
import { parseTtlSetting } from '../../../src/config/values/ttlSetting.ts';
import { parseYaml } from '../../../src/kube/credentials/parseYaml.ts';
import { createItemsSplitter } from '../../../src/kube/reflector/itemsSplitter.ts';
import { parseManifest } from '../../../src/manifests/parseManifest.ts';
import { hostName } from '../../../src/records/hostName.ts';
import { parseDuration } from '../../../src/records/parseDuration.ts';
import { parseSelector, selects } from '../../../src/records/parseSelector.ts';
import { parseTtl } from '../../../src/records/parseTtl.ts';
import { clusterView } from '../../../src/render/clusterView.ts';
import { openTemplates } from '../../../src/render/openTemplates.ts';
import { shellWord } from '../../../src/shellWord.ts';
import { formatClaim, parseClaim } from '../../../src/zone/claim.ts';
import { formatMarker, parseMarker } from '../../../src/zone/marker.ts';

/** Texts that are nearly right: pieces of what is expected, whole or cut, in any order. */
const nearly = (pieces: string, joint = ''): fc.Arbitrary<string> => {
  const piece = fc.constantFrom(...pieces.split(' '), ' ', '\n', '\u0000', '\ud800', '"', '\\', 'ä');
  return fc.oneof(
    { weight: 8, arbitrary: fc.array(piece, { maxLength: 24 }).map((found) => found.join(joint)) },
    { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 200 }) },
  );
};

const runs = { numRuns: Number(process.env['FUZZ_RUNS'] ?? 10_000) };
const each = (texts: fc.Arbitrary<string>, look: (text: string) => void): void =>
  fc.assert(fc.property(texts, look), runs);

const isJson = (text: string): boolean => {
  try {
    return JSON.parse(text) !== undefined;
  } catch {
    return false;
  }
};

/** Whatever else it says, a message stays on its line. */
const inOneLine = (message: string): void => expect(message).not.toMatch(/[\n\r]/);

describe('any text', () => {
  const fields = nearly(
    '"k8s-bind=1" "owner=a" "owner=" "epoch=3" "epoch=-1" "epoch=1e400" "territory=svc" "holder=h/1" "taking=x" "view=v" "stopped=yes" "object=Service/default/web" "object=Node//n" "object=x" "service=default/web" "records=" "marks=abc,def" heritage=external-dns, external-dns/owner=me external-dns/resource=service/default/web "heritage=external-dns,external-dns/owner=me,external-dns/resource=service/default/web"',
    ' ',
  );
  test('as a claim is one that says the same when it is written again, or none', () => {
    each(fields, (text) => {
      const claim = parseClaim(text);
      if (claim !== undefined) expect(parseClaim(formatClaim(claim))).toEqual(claim);
    });
  });

  test('as a marker is one that says the same when it is written again, or none', () => {
    each(fields, (text) => {
      const marker = parseMarker(text);
      if (marker !== undefined) expect(parseMarker(formatMarker(marker))).toEqual(marker);
    });
  });

  test('as an entry of another registry has an owner, or is none', () => {
    each(fields, (text) => {
      expect(parseRegistryEntry(text)?.owner ?? 'none').not.toBe('');
    });
  });

  test('as a duration or TTL is a number that a record can have, or a fault', () => {
    each(nearly('1 0 10 999 1d 2h 3m 4s 5ms 1.5s 0s . - e 99999999999 cluster-ip= endpoints= ='), (text) => {
      const duration = parseDuration(text);
      if (duration.kind === 'duration') expect(duration.ms).toSatisfy(Number.isFinite);
      const ttl = parseTtl(text);
      if (ttl.kind === 'ttl') expect(ttl.ttlSeconds).toSatisfy(isTtl);
      const setting = parseTtlSetting(text);
      if (setting.kind === 'value') expect(setting.value.ttlSeconds).toSatisfy(isTtl);
    });
  });
  const isTtl = (seconds: number): boolean =>
    Number.isInteger(seconds) && seconds >= 1 && seconds <= 2 ** 31 - 1;

  test('as a selector selects or is a fault, and takes no time', () => {
    each(nearly('app app=web tier!=x env in notin (a,b) ( ) , ! = == a/b a.b/c web'), (text) => {
      const parsed = parseSelector(text);
      if (parsed.kind === 'selector') expect(selects(parsed.selector, { app: 'web' })).toBeTypeOf('boolean');
    });
  });

  test('as a name has labels that DNS takes, or is a fault', () => {
    each(
      nearly(
        'a web . .. - _ * xn-- 0 example com A Z aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa',
      ),
      (text) => {
        const name = hostName(text);
        if (name.kind === 'name') expect(name.name).toMatch(/^(?:[a-z0-9_*-]{1,63}\.)+$/);
      },
    );
  });

  test('as a template of names is one that is read again as it is, or a fault', () => {
    each(nearly('{service} {namespace} {zone} {port} { } . - a {{ }} {x}'), (text) => {
      const parsed = parseTemplate(text);
      if (parsed.kind === 'value') expect(parseTemplate(parsed.value)).toEqual(parsed);
    });
  });

  test('as a server address is the same when it is written again, or a fault', () => {
    each(nearly('127.0.0.1 ::1 [::1] [ ] : 53 0 65536 tls:// tcp:// ns.example . %eth0'), (text) => {
      const parsed = parseServerAddress(text);
      if (parsed.kind === 'value')
        expect(parseServerAddress(serverAddressText(parsed.value))).toEqual(parsed);
    });
  });

  test('as a command has words that a shell would read the same, or is a fault', () => {
    each(nearly(`nginx -t ' '' "" \\" $x ; && {file} \t a=b`), (text) => {
      const parsed = parseCommandWords(text);
      if (parsed.kind === 'fault') return;
      expect(parseCommandWords(parsed.value.map(shellWord).join(' '))).toEqual(parsed);
    });
  });
});

describe('any file', () => {
  const yaml =
    'apiVersion: v1\n kind: Service\n List\n items: - metadata: {name: a, namespace: b}\n spec: clusterIP: None\n --- ... [ ] { } & * *a &a << !! !!binary ? | > # "\n" {"kind":"Service"} null ~ 1e999 apiVersion: kind: :';
  test('as manifests is objects, or broken in one line', () => {
    each(nearly(yaml, ' '), (text) => {
      const parsed = parseManifest(text, 'file.yaml');
      if (parsed.kind === 'broken') inOneLine(parsed.message);
      else for (const problem of parsed.problems) inOneLine(problem);
    });
  });

  test('as a kubeconfig is data, or a problem that quotes nothing of it', () => {
    each(nearly(`${yaml} token: SECRET`, ' '), (text) => {
      const parsed = parseYaml(text);
      if (parsed.kind === 'value') return;
      inOneLine(parsed.found);
      expect(parsed.found).not.toContain('SECRET');
    });
  });

  test('as a template of files is filled in, or a fault in one line', async () => {
    const parse = await openTemplates();
    const view = clusterView([], () => []);
    each(
      nearly(
        '{{ }} {% %} {%- -%} for s in services endfor if else endif assign x = s.name | quote | join: "," raw endraw tablerow cycle include render (1..9) [0] .size',
        ' ',
      ),
      (text) => {
        const template = parse('t.liquid', text);
        const end = template.kind === 'fault' ? template : template.fill(view);
        if (end.kind === 'fault') inOneLine(end.line);
      },
    );
  });

  test('as a list of the API is split into the same items however it arrives, or refused', () => {
    const list = nearly(
      '{ } [ ] , : "items" "items":[ {"a":1} {"a":"}"} "kind":"List" "metadata":{"resourceVersion":"1"} "\\"" null 1 {"items":[ ]}',
    );
    const split = (chunks: readonly Buffer[]): unknown => {
      const items: string[] = [];
      const splitter = createItemsSplitter((item) => void items.push(item.toString()));
      const isList = chunks.every((chunk) => splitter.push(chunk));
      const envelope = splitter.envelope();
      return isList && envelope !== undefined && isJson(envelope) ? { items, envelope } : 'no list';
    };
    fc.assert(
      fc.property(list, fc.integer({ min: 1, max: 20 }), (text, size) => {
        const octets = Buffer.from(text);
        const chunks = Array.from({ length: Math.ceil(octets.length / size) }, (_, at) =>
          octets.subarray(at * size, (at + 1) * size),
        );
        expect(split(chunks)).toEqual(split([octets]));
      }),
      runs,
    );
  });
});
