import { assertNever } from '../../../src/assertNever.ts';
import { changeObject } from './changeObject.ts';
import { disturbApi } from './disturbApi.ts';
import { disturbProcess } from './disturbProcess.ts';
import { disturbServer } from './disturbServer.ts';
import { editZone } from './editZone.ts';
import type { ZoneState } from './modelBind.ts';
import type { Simulation } from './simulation.ts';
import type { Happening } from './steps.ts';

/** What was marked to be gone back to. */
export type Marks = {
  readonly zones: { readonly name: string; readonly state: ZoneState }[];
  readonly stores: number[];
  /** Serials that the zone had when it was restored. */
  readonly restoredFrom: { readonly name: string; readonly serial: number }[];
};

/** Carries out one step; what it names and is not there is passed over. */
export const perform = (world: Simulation, marks: Marks, step: Happening): void => {
  if (step.do.startsWith('hand-')) world.trouble('edit');
  else if (step.do.startsWith('api')) world.trouble('api');
  else if (!objectSteps.has(step.do)) world.trouble('fault');
  switch (step.do) {
    case 'service':
    case 'slice':
    case 'ingress':
    case 'gateway':
    case 'route':
    case 'remove':
      return changeObject(world, step);
    case 'hand-add':
    case 'hand-delete':
    case 'hand-marker':
    case 'hand-claim':
    case 'file-edit':
      return editZone(world, step);
    case 'freeze':
    case 'zone-mark':
    case 'zone-restore':
    case 'journal-loss':
    case 'ixfr':
    case 'limit':
    case 'refuse':
    case 'omit':
    case 'fates':
    case 'server-restart':
    case 'partition':
      return disturbServer(world, marks, step);
    case 'api':
    case 'api-stall':
    case 'api-restart':
    case 'api-fail':
    case 'api-restore':
      return disturbApi(world, marks, step);
    case 'kill':
    case 'stop':
    case 'leave':
    case 'pause':
    case 'clock':
    case 'replica':
    case 'rival':
      return disturbProcess(world, step);
    default:
      return assertNever(step);
  }
};

const objectSteps: ReadonlySet<Happening['do']> = new Set([
  'service',
  'slice',
  'ingress',
  'gateway',
  'route',
  'remove',
]);
