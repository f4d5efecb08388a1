import { fileURLToPath } from 'node:url';
import { goPrograms } from './goPrograms.ts';

const buildFlags = ['-mod=readonly', '-buildvcs=false', '-trimpath', '-ldflags=-s -w'];

/**
 * What k8s-bind is measured beside, each in a module of its own, since they need different versions of the
 * same libraries. Only for benchmarks.
 */
export const comparisonPrograms = {
  /** About three minutes on two cores with cold caches. */
  coreDns: goPrograms({
    name: 'comparison/coredns',
    packages: { coredns: '.' },
    buildFlags,
    sources: ['main.go'],
    script: fileURLToPath(import.meta.url),
  }),
  /** About seven minutes. */
  externalDns: goPrograms({
    name: 'comparison/external-dns',
    packages: { 'external-dns': 'sigs.k8s.io/external-dns' },
    buildFlags,
    sources: ['egoscale/client.go'],
    script: fileURLToPath(import.meta.url),
  }),
};

if (import.meta.main)
  for (const programs of Object.values(comparisonPrograms)) await programs.buildByName(process.argv[2]);
