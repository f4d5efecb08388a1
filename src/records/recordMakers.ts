import { endpointNames } from './inside/endpointNames.ts';
import { podNames } from './inside/podNames.ts';
import { serviceNames } from './inside/serviceNames.ts';
import { zonalNames } from './inside/zonalNames.ts';
import type { MadeRrsets } from './madeRrsets.ts';
import { annotationNames } from './outside/annotationNames.ts';
import { externalDnsNames } from './outside/externalDns/externalDnsNames.ts';
import type { MadeRequests } from './outside/nameRequest.ts';
import { templateNames } from './outside/templateNames.ts';
import type { ServiceContext } from './serviceContext.ts';

/** Makes RRsets of one Service, in canonical order. What cannot be published is returned beside them. */
export type RrsetMaker = (context: ServiceContext) => MadeRrsets;

/**
 * Asks for names outside the territory, which are checked and filled with the Service's answer in one place.
 */
export type RequestMaker = (context: ServiceContext) => MadeRequests;

export type RecordMakers = {
  /** Below `svc.<zone>`. */
  readonly territory: readonly RrsetMaker[];
  /** Below `pod.<zone>`. */
  readonly shared: readonly RrsetMaker[];
  /** Of several requests for one name the first that has anything to publish is kept. */
  readonly names: readonly RequestMaker[];
};

/** All makers: a new one is one file and one entry here. */
export const recordMakers: RecordMakers = {
  territory: [serviceNames, endpointNames, zonalNames],
  shared: [podNames],
  names: [annotationNames, externalDnsNames, templateNames],
};
