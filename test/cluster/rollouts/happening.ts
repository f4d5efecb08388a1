import { setTimeout as pause } from 'node:timers/promises';
import type { Seeded } from '../../support/seed.ts';
import type { ProbedName } from './probedName.ts';

export type HappeningKind =
  | 'roll-out'
  | 'controller restart'
  | 'status loss'
  | 'change'
  | 'restart of ours'
  | 'restart of the API server';

/** What may happen to a cluster without the loss of a name. */
export interface Happening {
  readonly kind: HappeningKind;
  readonly title: string;
  /** Titles of the objects that it changes: of those that happen at the same time no two change one. */
  readonly of: readonly string[];
  readonly run: (random: Seeded) => Promise<void>;
}

/** Objects that exist throughout, the names that they give, and what happens to them. */
export interface Cast {
  readonly names: readonly ProbedName[];
  readonly happenings: readonly Happening[];
}

/** An object whose controller writes its addresses into its status. */
export interface Controlled extends Cast {
  readonly title: string;
  /** Empties the status. */
  readonly clear: () => Promise<void>;
  /** Writes the status anew, with the addresses of before or, now and then, with others. */
  readonly fill: (random: Seeded) => Promise<void>;
}

const longestHesitationMs = 250;

/** As long as a controller may take from one step to the next: what is between is seen, or is not. */
export const hesitate = (random: Seeded): Promise<void> => pause(random.below(longestHesitationMs));

export const isHeads = (random: Seeded): boolean => random.below(2) === 0;
