import * as z from 'zod/mini';
import { canonicalAddress } from '../dns/address.ts';
import { fault, type ParseText, textSchema, value } from './parsed.ts';
import { parseText } from './values/parseText.ts';

/**
 * One entry of `ingress:`: where all Ingresses of a class are reached, by the load balancer of a Service or
 * at these addresses.
 */
export type IngressRule = { readonly className: string } & (
  | { readonly service: string }
  | { readonly addresses: readonly string[] }
);

/** `service NAMESPACE/NAME` as `NAMESPACE/NAME`. */
const parseServiceFrom: ParseText<string> = (text) => {
  const [, key] = /^service +([a-z0-9-]{1,63}\/[a-z0-9-]{1,63})$/i.exec(text.trim()) ?? [];
  return key === undefined ? fault('another form', '"service NAMESPACE/NAME"') : value(key.toLowerCase());
};

const parseAddressText: ParseText<string> = (text) => {
  const address = canonicalAddress(text);
  return address === undefined
    ? fault('no IP address', 'one such as 192.0.2.10 or 2001:db8::10')
    : value(address);
};

/** An entry of `ingress:`. */
export const ingressRuleSchema = z.pipe(
  z.strictObject({
    class: textSchema(parseText),
    from: z.optional(textSchema(parseServiceFrom)),
    addresses: z.optional(z.array(textSchema(parseAddressText))),
  }),
  z.transform((entry, context): IngressRule => {
    const { class: className, from: service, addresses = [] } = entry;
    if (service !== undefined && addresses.length === 0) return { className, service };
    if (service === undefined && addresses.length > 0) return { className, addresses };
    const found = service === undefined ? 'neither from nor addresses' : 'both from and addresses';
    const message = `found ${found}, needed one of them`;
    context.issues.push({ code: 'custom', message, input: entry });
    return z.NEVER;
  }),
) as unknown as z.ZodMiniType<IngressRule>;
