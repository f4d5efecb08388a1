import { deepEqual, ok } from 'node:assert/strict';
import { parseCommandWords } from '../../../../src/config/values/parseCommandWords.ts';
import { parseServerAddress, serverAddressText } from '../../../../src/config/values/socketAddress.ts';
import { parseTtlSetting } from '../../../../src/config/values/ttlSetting.ts';
import { parseDuration } from '../../../../src/records/parseDuration.ts';
import { parseTtl } from '../../../../src/records/parseTtl.ts';
import { shellWord } from '../../../../src/shellWord.ts';
import type { Target } from '../target.ts';
import { textTarget } from '../textTarget.ts';

const isTtl = (seconds: number): boolean =>
  Number.isInteger(seconds) && seconds >= 1 && seconds <= 2 ** 31 - 1;

export const valueTarget: Target = textTarget({
  seeds: [
    '1h30m',
    '1.5s',
    'cluster-ip=5s,endpoints=3',
    '127.0.0.1:53',
    '[::1]:53',
    'ns.example',
    'tls://a:853',
    'nginx -t \'a b\' "c\\"" {file}',
  ],
  words: `d h m s ms . cluster-ip= endpoints= external= 99999999999 tls:// tcp:// [ ] : %eth0 ' '' "" \\" $x ; && {file} =`,
  check: (text) => {
    const duration = parseDuration(text);
    if (duration.kind === 'duration') ok(Number.isFinite(duration.ms));
    const ttl = parseTtl(text);
    if (ttl.kind === 'ttl') ok(isTtl(ttl.ttlSeconds));
    const setting = parseTtlSetting(text);
    if (setting.kind === 'value') ok(isTtl(setting.value.ttlSeconds));
    const server = parseServerAddress(text);
    if (server.kind === 'value') deepEqual(parseServerAddress(serverAddressText(server.value)), server);
    const words = parseCommandWords(text);
    if (words.kind === 'value') deepEqual(parseCommandWords(words.value.map(shellWord).join(' ')), words);
  },
});
