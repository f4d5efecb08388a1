import { test } from 'vitest';
import { outageRounds } from '../support/outageRounds.ts';

test(
  'whatever happens to the cluster and BIND, alone and together: the zone ends exact',
  () => outageRounds('faults of servers', ['api', 'bind']),
  0,
);
