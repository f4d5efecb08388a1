import { deepEqual, ok } from 'node:assert/strict';
import { parseKeyFile } from '../../../../src/dns/tsig/parseKeyFile.ts';
import { algorithmText } from '../../../../src/dns/tsig/tsigKey.ts';
import { inOneLine } from '../inOneLine.ts';
import type { Target } from '../target.ts';
import { textTarget } from '../textTarget.ts';
import { fakeSecret } from './fakeSecret.ts';

const included = `key "included" { algorithm hmac-sha256; secret "${fakeSecret}"; };`;

export const keyFileTarget: Target = textTarget({
  seeds: [
    `key "k8s-bind" {\n\talgorithm hmac-sha256;\n\tsecret "${fakeSecret}";\n};\n`,
    `# a\n// b\n/* c */ options { directory "/x"; allow-update { key k; }; };\nkey k. { secret ${fakeSecret}; algorithm hmac-sha512-256; }; include "a";`,
    `Private-key-format: v1.3\nAlgorithm: 163 (HMAC_SHA256)\nKey: ${fakeSecret}\nBits: AAA=\n`,
  ],
  words: `key secret algorithm hmac-sha256 hmac-sha1-80 hmac-md5 { } ; }; " # // /* */ include "a" Key: Algorithm: Private-key-format: ${fakeSecret} YQ==`,
  check: (text) => {
    const parsed = parseKeyFile(text, { file: '/etc/Kk.+163+00001.private', include: () => included });
    if (parsed.kind === 'problem') {
      inOneLine(parsed.message);
      ok(parsed.line >= 1 && parsed.line <= text.split('\n').length);
      return;
    }
    const { key } = parsed;
    const secret = key.secret.export().toString('base64');
    const again = parseKeyFile(`key "${key.name}" { algorithm ${algorithmText(key)}; secret "${secret}"; };`);
    ok(again.kind === 'key');
    ok(again.key.secret.equals(key.secret));
    deepEqual({ ...again.key, secret: '' }, { ...key, secret: '' });
  },
});
