import { test } from 'vitest';
import { outageRounds } from '../support/outageRounds.ts';

test(
  'whatever happens to the wires and the daemon, alone and with other faults: the zone ends exact',
  () => outageRounds('faults of wires', ['wire to api', 'wire to bind', 'daemon']),
  0,
);
