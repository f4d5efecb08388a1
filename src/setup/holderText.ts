import { hostname } from 'node:os';

/** This process, for people and as the holder of a claim: `host/1234`, perhaps with what it does. */
export const holderText = (pid: number, doing = ''): string =>
  `${hostname()}/${pid}${doing === '' ? '' : ` (${doing})`}`;
