import type { DomainName, Rdata } from '../dns/rrset.ts';
import type { Claim } from '../zone/claim.ts';
import type { Mirror } from '../zone/mirror.ts';
import type { ZoneLayout } from '../zone/zoneLayout.ts';

/** A claim that is in the zone, with the exact RDATA that every UPDATE has as its prerequisite. */
export type HeldClaim = {
  readonly claim: Claim;
  readonly name: DomainName;
  readonly rdata: Rdata;
  /** Another process wrote the claim; this one writes under it and does not replace it. */
  readonly joined: boolean;
};

/**
 * How the loop stands to its zone: what the server last said it holds, how it is divided, and whether it is
 * ours to write.
 */
export type Standing = {
  /** As configured. */
  readonly configured: ZoneLayout;
  /**
   * As configured, and for as long as something stands there what the claim in the zone covers beyond that:
   * it is ours, and goes.
   */
  readonly layout: () => ZoneLayout;
  /** What the zone held at its serial; undefined before it was read. */
  readonly mirror: () => Mirror | undefined;
  readonly claim: () => HeldClaim | undefined;
  /**
   * The highest epoch this process held: it may take a claim that was lost, not one that was never its own.
   */
  readonly heldEpoch: () => number | undefined;
  readonly see: (mirror: Mirror) => void;
  /** The mirror is worth nothing any more. */
  readonly unsee: () => void;
  /** The zone is divided otherwise: it is read again, and claimed anew. */
  readonly divide: (layout: ZoneLayout) => void;
  readonly hold: (claim: HeldClaim) => void;
  readonly lose: () => void;
  /** This process has stopped, and the claim says so. */
  readonly leave: (rdata: Rdata) => void;
};

export const createStanding = (configured: ZoneLayout): Standing => {
  let layout = configured;
  let mirror: Mirror | undefined;
  let claim: HeldClaim | undefined;
  let heldEpoch: number | undefined;
  return {
    configured,
    layout: () => layout,
    mirror: () => mirror,
    claim: () => claim,
    heldEpoch: () => heldEpoch,
    see: (fresh) => {
      mirror = fresh;
    },
    unsee: () => {
      mirror = undefined;
    },
    divide: (anew) => {
      layout = anew;
      mirror = undefined;
      claim = undefined;
    },
    hold: (held) => {
      claim = held;
      heldEpoch = held.claim.epoch;
      if (mirror !== undefined) mirror.claim = [held.rdata];
    },
    lose: () => {
      claim = undefined;
    },
    leave: (rdata) => {
      claim = undefined;
      if (mirror !== undefined) mirror.claim = [rdata];
    },
  };
};
