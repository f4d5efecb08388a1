import type { Report } from './report.ts';

/** The figures of a first sync that two benchmarks have in common. */
export function reportSync(
  report: Report,
  of: (figure: 'seconds' | 'referenceSeconds' | 'cpuSeconds' | 'blockedMs') => number,
  processorTime: string,
): void {
  report.figure({
    what: 'store complete → last acknowledgement',
    unit: 's',
    ours: of('seconds'),
    reference: { by: 'nsupdate', value: of('referenceSeconds') },
    goal: { ratioAtMost: 1.2 },
  });
  report.figure({ what: processorTime, unit: 's', ours: of('cpuSeconds') });
  report.figure({
    what: 'event loop blocked at most',
    unit: 'ms',
    ours: of('blockedMs'),
    goal: { atMost: 50 },
  });
}
