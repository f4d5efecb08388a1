import type { Ingress } from '../../../model/ingress.ts';
import { noProblems } from '../../joinProblems.ts';
import { sourceAnnotation } from '../../outside/sourceAnnotation.ts';
import type { RecordOptions } from '../../recordOptions.ts';
import type { RecordProblem } from '../../serviceRecords.ts';
import { invalidAnnotation } from '../../settings.ts';

export type HostnameSource = {
  /** The hosts of the Ingress's own fields count. */
  readonly hosts: boolean;
  /** What external-dns's annotation `hostname` asks for counts. */
  readonly annotations: boolean;
  readonly problems: readonly RecordProblem[];
};

/**
 * Where an Ingress's names come from, by external-dns's annotation `ingress-hostname-source`: both without
 * it. Any other value leaves out both, as there, and is reported.
 */
export const hostnameSource = (
  { ref, annotations }: Pick<Ingress, 'ref' | 'annotations'>,
  options: Pick<RecordOptions, 'externalDnsAnnotations'>,
): HostnameSource => {
  const found = sourceAnnotation(options, annotations, 'ingress-hostname-source');
  switch (found?.text.trim().toLowerCase()) {
    case undefined:
      return { hosts: true, annotations: true, problems: noProblems };
    case 'defined-hosts-only':
      return { hosts: true, annotations: false, problems: noProblems };
    case 'annotation-only':
      return { hosts: false, annotations: true, problems: noProblems };
    default: {
      const needed = 'defined-hosts-only or annotation-only';
      const invalid = invalidAnnotation(ref, found?.key ?? '', found?.text ?? '', needed);
      return { hosts: false, annotations: false, problems: [invalid] };
    }
  }
};
