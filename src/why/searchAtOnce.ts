import type { Found, Known } from './known.ts';
import type { Question } from './readQuestion.ts';
import { searchCluster } from './searchCluster.ts';

/** The whole search without a pause, for who has nothing else to do. */
export const searchAtOnce = (question: Question, known: Pick<Known, 'cluster'>): Found => {
  const steps = searchCluster(question, known);
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
};
