import { fileURLToPath } from 'node:url';
import { goPrograms } from './goPrograms.ts';

const buildFlags = ['-mod=readonly', '-buildvcs=false', '-trimpath', '-ldflags=-s -w'];
const script = fileURLToPath(import.meta.url);

/**
 * The controllers of others that set the addresses and conditions that names are made from: about a minute
 * and a half on two cores with cold caches.
 */
export const controllerPrograms = goPrograms({
  name: 'controllers',
  packages: { loadbalancer: './loadbalancer', traefik: './traefik' },
  buildFlags,
  sources: ['ext/ext.go', 'loadbalancer/main.go', 'traefik/main.go'],
  script,
});

/** A second implementation of Ingress and Gateway API, with libraries of its own: about two minutes. */
export const contourPrograms = goPrograms({
  name: 'controllers/contour',
  packages: { contour: 'github.com/projectcontour/contour/cmd/contour' },
  buildFlags,
  script,
});

if (import.meta.main)
  for (const programs of [controllerPrograms, contourPrograms]) await programs.buildByName(process.argv[2]);
