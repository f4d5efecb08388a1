import { fileURLToPath } from 'node:url';
import { goPrograms } from './goPrograms.ts';

/** The helm that the chart is tested with: about two minutes on two cores with cold caches. */
export const helmPrograms = goPrograms({
  name: 'helm',
  packages: { helm: 'helm.sh/helm/v4/cmd/helm' },
  buildFlags: ['-mod=readonly', '-buildvcs=false', '-trimpath', '-ldflags=-s -w'],
  script: fileURLToPath(import.meta.url),
});

if (import.meta.main) await helmPrograms.buildByName(process.argv[2]);
