import { assertNever } from '../../../src/assertNever.ts';
import type { Marks } from './perform.ts';
import type { Simulation } from './simulation.ts';
import type { ApiStep } from './steps.ts';

/** Something befalls the API server. */
export const disturbApi = ({ api }: Simulation, marks: Marks, step: ApiStep): void => {
  switch (step.do) {
    case 'api':
      if (step.how === 'mark') marks.stores.push(api.content.mark());
      else if (step.how === 'compact') api.content.compact();
      if (step.how !== 'mark') api.cut();
      return;
    case 'api-stall':
      return api.stall(step.forMs);
    case 'api-restart':
      return api.restart(step.downMs);
    case 'api-fail':
      return api.fail(step.status, step.forMs);
    case 'api-restore': {
      const mark = marks.stores[step.mark % Math.max(1, marks.stores.length)];
      if (mark !== undefined) api.restore(mark);
      return;
    }
    default:
      return assertNever(step);
  }
};
