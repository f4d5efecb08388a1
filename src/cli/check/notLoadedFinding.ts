import type { ExplainFacts } from '../../setup/explain.ts';
import { shellWord } from '../../shellWord.ts';
import type { Problem } from '../../telemetry/problem.ts';
import { type Finding, faultOf } from './finding.ts';

/** That the server has the zone and cannot answer for it: SERVFAIL to its SOA. */
export const notLoadedFinding = (problem: Problem, { zone, largerZone, server }: ExplainFacts): Finding => {
  const name = shellWord((largerZone ?? zone).replace(/\.$/, ''));
  return {
    ...faultOf('zone', problem),
    message: `Cannot read zone "${zone}": ${server} answers SERVFAIL, it has the zone and did not load it (its file or its journal is at fault)`,
    fix: `named-checkzone -j ${name} FILE  (rndc reload ${name} has the log say the line; a journal that is out of step with the file is deleted)`,
  };
};
