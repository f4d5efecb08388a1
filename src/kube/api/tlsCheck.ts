import { createSecureContext } from 'node:tls';
import type { TlsOptions } from '../credentials/credentials.ts';

/**
 * Throws when a certificate and its key cannot be used, as a TLS connection would. Through a proxy that
 * connection is made in a callback of Node's, where nobody could catch it. What was good last is not looked
 * at again.
 */
export type TlsCheck = (tls: TlsOptions) => void;

export const createTlsCheck = (): TlsCheck => {
  let good: TlsOptions = {};
  return (tls) => {
    const { ca, cert, key } = tls;
    if (ca === good.ca && cert === good.cert && key === good.key) return;
    if ((cert === undefined) !== (key === undefined))
      throw new Error(
        `a client ${cert === undefined ? 'key without its certificate' : 'certificate without its key'}`,
      );
    createSecureContext({ ca, cert, key });
    good = tls;
  };
};
