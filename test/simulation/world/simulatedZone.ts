import type { ZoneLoop } from '../../../src/controller/zoneLoop.ts';
import type { TsigKey } from '../../../src/dns/tsig/tsigKey.ts';
import type { Daemon } from './daemon.ts';
import { judge, type Verdict } from './judge.ts';
import type { Limits } from './limits.ts';
import { createModelBind, type ModelBind } from './modelBind.ts';
import { createNameServer, type NameServer } from './nameServer.ts';
import type { OracleZone } from './oracle.ts';
import { createWatchdog, type Watchdog, type WatchdogDeps } from './watchdog.ts';

/** One zone of the name server, with who looks after it. */
export type SimulatedZone = {
  readonly name: string;
  readonly bind: ModelBind;
  readonly server: NameServer;
  readonly watchdog: Watchdog;
  readonly loopOf: (daemon: Daemon) => ZoneLoop | undefined;
  readonly verdict: () => Verdict;
};

export type SimulatedZoneDeps = Omit<WatchdogDeps, 'bind'> & {
  readonly key: TsigKey;
  readonly nowSeconds: () => number;
  readonly owner: string;
  readonly limits: Pick<Limits, 'recordsPerType' | 'wasLowered'>;
  readonly expected: () => OracleZone;
};

export const createSimulatedZone = (name: string, deps: SimulatedZoneDeps): SimulatedZone => {
  const { key, nowSeconds, owner, limits, inTerritory } = deps;
  const bind = createModelBind(name, [
    { name, type: 'NS', ttlSeconds: 60, rdata: 'ns.example.net.', writer: 'hand' },
  ]);
  const watchdog = createWatchdog({ ...deps, bind });
  return {
    name,
    bind,
    server: createNameServer({ bind, key, nowSeconds, update: watchdog.update }),
    watchdog,
    loopOf: ({ loops }) => loops.get(name),
    verdict: () => {
      const { recordsPerType, wasLowered } = limits;
      const judged = { bind, owner, inTerritory, recordsPerType: recordsPerType(), wasLowered: wasLowered() };
      return judge(judged, deps.expected());
    },
  };
};
