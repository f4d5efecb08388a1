import { Liquid, type LiquidOptions } from 'liquidjs';

/**
 * An engine of the language Liquid. A module of its own, to be imported when it is needed: the bundled
 * program gives a CommonJS package that is imported late only a default export.
 */
export const createLiquid = (options: LiquidOptions): Liquid => new Liquid(options);
