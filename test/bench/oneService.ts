import type { DecodedMessage } from '../../src/dns/decodeMessage.ts';
import type { ControlPlane } from '../support/controlPlane.ts';

/** Creates a Service with a selector that finds nothing; returns the address that the API gave to it. */
export async function createService(plane: ControlPlane, namespace: string, name: string): Promise<string> {
  const spec = { selector: { app: name }, ports: [{ name: 'http', port: 80 }] };
  const path = `/api/v1/namespaces/${namespace}/services`;
  const service = await plane.api<{ spec: { clusterIP: string } }>('POST', path, {
    metadata: { name },
    spec,
  });
  return service.spec.clusterIP;
}

export const holds =
  (address: string) =>
  ({ answers }: DecodedMessage): boolean =>
    answers.some(({ type, rdata }) => type === 'A' && rdata === address);
