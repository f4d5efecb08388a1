import { expect, test } from 'vitest';
import { hasRoute } from '../../../src/cli/check/checkRoutes.ts';

const table = `Iface	Destination	Gateway 	Flags	RefCnt	Use	Metric	Mask		MTU	Window	IRTT
eth0	00000000	0102A8C0	0003	0	0	0	00000000	0	0	0
eth0	0002A8C0	00000000	0001	0	0	0	00FFFFFF	0	0	0
eth0	0000600A	0502A8C0	0003	0	0	0	0000F0FF	0	0	0
`;

test.each([
  ['192.168.2.77', true],
  ['192.168.3.1', false],
  ['10.96.0.1', true],
  ['10.111.255.255', true],
  ['10.112.0.1', false],
  ['8.8.8.8', false],
])(
  'a table with a default route, 192.168.2.0/24 and 10.96.0.0/12 has a route to %s: %s',
  (address, expected) => {
    expect(hasRoute(table, address)).toBe(expected);
  },
);
