import type { Config } from '../config/options.ts';
import type { ContentOptions } from '../controller/desired/desiredContent.ts';
import { parseCidr } from '../dns/cidr.ts';
import { recordOptionsOf } from './recordOptionsOf.ts';

/** All configured zones, as far as it matters what they should hold. */
export const contentOptionsOf = ({ zones }: Config): readonly ContentOptions[] =>
  zones.map((config) => ({
    records: recordOptionsOf(config, zones),
    view: config.view,
    policy: config.ptr,
    cidrs: config.reverse.flatMap((text) => parseCidr(text) ?? []),
  }));
