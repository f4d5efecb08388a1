import { fileURLToPath } from 'node:url';
import { goPrograms } from './goPrograms.ts';

/**
 * The controllers of others that set the addresses and conditions that names are made from: about a minute
 * and a half on two cores with cold caches.
 */
export const controllerPrograms = goPrograms({
  name: 'controllers',
  packages: { loadbalancer: './loadbalancer', traefik: './traefik' },
  buildFlags: ['-mod=readonly', '-buildvcs=false', '-trimpath', '-ldflags=-s -w'],
  sources: ['ext/ext.go', 'loadbalancer/main.go', 'traefik/main.go'],
  script: fileURLToPath(import.meta.url),
});

if (import.meta.main) await controllerPrograms.buildByName(process.argv[2]);
