import type { DomainName, Rdata, RecordType } from '../../dns/rrset.ts';
import type { ObjectRef } from '../../model/objectRef.ts';
import type { ServiceKey } from '../../model/service.ts';

/**
 * external-dns's TXT registry (its documentation, "The TXT registry"): beside each record stands a TXT record
 * that names the owner and the object.
 *
 * | version       | name of the TXT record for `www.k8s.example.` A |
 * | ------------- | ------------------------------------------------ |
 * | up to 0.17    | `www.k8s.example.` (not for AAAA)                |
 * | from 0.12     | `a-www.k8s.example.`                             |
 *
 * `--txt-prefix` and `--txt-suffix` stand around the first label; with `%{record_type}` in them, the type
 * stands there and not before the label.
 */
export type RegistryEntry = {
  /** `--txt-owner-id` of the external-dns that wrote it. */
  readonly owner: string;
  /** The Service behind the record; undefined for an Ingress and other objects. */
  readonly service: ServiceKey | undefined;
  /** As it stands in the TXT record: `service/default/www`. */
  readonly resource: string;
};

export type RegistryAffixes = { readonly prefix: string; readonly suffix: string };

/**
 * Reads a TXT record's RDATA; undefined when it is not of the registry. Encrypted entries cannot be read, and
 * of a text that holds two nobody knows which one counts.
 */
export const parseRegistryEntry = (rdata: Rdata): RegistryEntry | undefined => {
  // Some versions write the quotes themselves, so they stand in the text escaped; a text longer than one
  // string goes on in the next.
  const text = rdata.replaceAll(/"\s+"/g, '').replaceAll(/\\?"/g, '');
  if (text.split('heritage=').length !== 2) return undefined;
  const fields = new Map(
    text.split(',').map((field) => [field.slice(0, field.indexOf('=')), field.slice(field.indexOf('=') + 1)]),
  );
  const owner = fields.get('external-dns/owner');
  if (fields.get('heritage') !== 'external-dns' || owner === undefined) return undefined;
  const resource = fields.get('external-dns/resource') ?? '';
  const [kind, namespace, name] = resource.split('/');
  const isService = kind === 'service' && namespace !== undefined && name !== undefined;
  return { owner, resource, service: isService ? `${namespace}/${name}` : undefined };
};

/** An object as the registry writes it: `service/shop/web`, `ingress/shop/web`, `crd/shop/web`, `node/n1`. */
export const registryResource = ({ kind, namespace, name }: ObjectRef): string => {
  const word = kind === 'DNSEndpoint' ? 'crd' : kind.toLowerCase();
  return namespace === '' ? `${word}/${name}` : `${word}/${namespace}/${name}`;
};

/** Where an entry for a name may stand, and which type of its records it is for; the older form has none. */
export type RegistryPlace<Type extends string = RecordType> = {
  readonly at: DomainName;
  readonly type: Type | undefined;
};

/** Where the registry's TXT records for a name may stand, the older form last. */
export const registryPlaces = <Type extends string>(
  name: DomainName,
  types: readonly Type[],
  { prefix, suffix }: RegistryAffixes,
): readonly RegistryPlace<Type>[] => {
  const dot = name.indexOf('.');
  const [label, rest] = [name.slice(0, dot), name.slice(dot)];
  const typed = /%\{record_type\}/.test(prefix + suffix);
  const around = (type: string, before: string): DomainName => {
    const fill = (affix: string): string => affix.replaceAll('%{record_type}', type);
    return `${fill(prefix)}${before}${label}${fill(suffix)}${rest}`.toLowerCase();
  };
  const places = types.map((type) => {
    const word = type.toLowerCase();
    return { at: around(word, typed ? '' : `${word}-`), type };
  });
  return [...places, { at: around('', ''), type: undefined }];
};

/** Every entry at one name, with what is written there. */
export type FoundEntry = RegistryPlace & { readonly rdata: Rdata; readonly entry: RegistryEntry };
