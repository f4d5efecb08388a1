import type { RecordOptions } from './recordOptions.ts';

/** Whether `pod.<zone>` is territory: for the Pods behind Services, or for all Pods. */
export const hasPodNames = ({ podNames, sources }: Pick<RecordOptions, 'podNames' | 'sources'>): boolean =>
  podNames || sources.includes('pod');
