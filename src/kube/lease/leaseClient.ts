import type { JsonObject } from '../../store/jsonObject.ts';
import { messageIn, readJson } from '../api/readJson.ts';
import type { ApiRequest, Transport } from '../api/transport.ts';
import { type LeaseRecord, leaseObject, parseLease } from './leaseRecord.ts';

export type LeaseName = { readonly namespace: string; readonly name: string };

export type LeaseAnswer =
  | { readonly kind: 'lease'; readonly lease: LeaseRecord }
  | { readonly kind: 'absent' }
  /** Somebody else wrote in between. */
  | { readonly kind: 'conflict' }
  | { readonly kind: 'failed'; readonly message: string };

export type LeaseClient = {
  readonly read: (signal: AbortSignal) => Promise<LeaseAnswer>;
  /** Creates the lease when the record has no resource version, else replaces it. */
  readonly write: (record: LeaseRecord, signal: AbortSignal) => Promise<LeaseAnswer>;
};

export const createLeaseClient = (transport: Transport, name: LeaseName): LeaseClient => {
  const collection = `/apis/coordination.k8s.io/v1/namespaces/${encodeURIComponent(name.namespace)}/leases`;
  const path = `${collection}/${encodeURIComponent(name.name)}`;
  return {
    read: (signal) => ask(transport, { path, signal }, name),
    write: (record, signal) => {
      const body = JSON.stringify(leaseObject(name, record));
      return record.resourceVersion === ''
        ? ask(transport, { method: 'POST', path: collection, body, signal }, name)
        : ask(transport, { method: 'PUT', path, body, signal }, name);
    },
  };
};

const ask = async (transport: Transport, request: ApiRequest, name: LeaseName): Promise<LeaseAnswer> => {
  const answer = await transport.request(request);
  if (answer.kind === 'aborted') return { kind: 'failed', message: failure(name, 'no answer in time') };
  if (answer.kind === 'unreachable') return { kind: 'failed', message: answer.message };
  const json: JsonObject = await readJson(answer.body);
  const { status } = answer;
  if (status === 200 || status === 201) return { kind: 'lease', lease: parseLease(json) };
  if (status === 409) return { kind: 'conflict' };
  // A namespace that does not exist answers a create with 404 too: that is no race.
  if (status === 404 && request.method !== 'POST') return { kind: 'absent' };
  if (status === 401) transport.renewCredentials();
  const needed =
    status === 403 ? ', needed a role that grants get, create and update on leases.coordination.k8s.io' : '';
  return { kind: 'failed', message: failure(name, `${status} ${messageIn(json)}${needed}`) };
};

const failure = ({ namespace, name }: LeaseName, found: string): string =>
  `Cannot hold lease "${namespace}/${name}": found ${found}`;
