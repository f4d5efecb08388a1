import { expect, test } from 'vitest';
import { canonicalZoneText } from '../../support/zoneText.ts';

test('records as dig prints them come out in canonical order, once each, without comments and signatures', () => {
  const printed = `
; <<>> DiG
b.example.\t\t5\tIN\tA\t10.0.0.2
*.b.example.  5 IN A 10.0.0.3
example. 5 IN TXT "two  blanks"
a-b.example. 5 IN A 10.0.0.5
Z.a.example. 5 IN A 10.0.0.4
a.example. 5 IN A 10.0.0.1
b.example. 5 IN A 10.0.0.2
hand.\t0\tANY\tTSIG\thmac-sha256. 1
`;

  expect(canonicalZoneText(printed)).toBe(`example. 5 IN TXT "two  blanks"
a.example. 5 IN A 10.0.0.1
Z.a.example. 5 IN A 10.0.0.4
a-b.example. 5 IN A 10.0.0.5
b.example. 5 IN A 10.0.0.2
*.b.example. 5 IN A 10.0.0.3
`);
});

test('a line that is no record is an error', () => {
  expect(() => canonicalZoneText('; Transfer failed.\nnonsense')).toThrow(
    'Cannot read the record "nonsense"',
  );
});
