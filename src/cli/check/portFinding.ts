import type { PortContent } from '../../server/probeConnection.ts';
import type { ServerAccess } from '../../setup/openZoneClient.ts';
import { socketText } from '../../socketText.ts';
import type { Problem } from '../../telemetry/problem.ts';
import { type Finding, faultOf } from './finding.ts';

/** What is where no name server answered, and the line that fixes it. */
export const portFinding = ({ server }: ServerAccess, content: PortContent, problem: Problem): Finding => {
  const fault = faultOf('server', problem);
  const where = socketText(server);
  const said = server.tls === undefined ? plain(where)[content] : secure(where)[content];
  return said === undefined
    ? fault
    : { ...fault, message: `${problem.message}: ${said.what}`, fix: said.fix };
};

type Said = { readonly what: string; readonly fix: string };
type Table = Readonly<Partial<Record<PortContent, Said>>>;

const otherPort = '--server HOST:PORT with the port where named listens, 53 unless it was given another one';

/** Of a port that was asked without TLS. */
const plain = (where: string): Table => ({
  refused: {
    what: 'nobody listens there',
    fix: `start named, or ${otherPort}  (ss -ltnp lists what listens)`,
  },
  away: {
    what: 'no way leads there',
    fix: '--server with an address of the name server, or a firewall that lets TCP through',
  },
  tls: {
    what: 'it speaks TLS',
    fix: `--server tls://${where}, if that is named's port of DNS over TLS; else ${otherPort}`,
  },
  http: { what: 'it speaks HTTP, no DNS', fix: otherPort },
  other: { what: 'what answers there speaks no DNS', fix: otherPort },
  silent: {
    what: 'it takes connections and answers nothing',
    fix: `named that answers there, or ${otherPort}`,
  },
});

/** Of a port that was asked with TLS. */
const secure = (where: string): Table => ({
  ...plain(where),
  dns: { what: 'it speaks DNS without TLS', fix: `--server ${where}, without tls://` },
  http: { what: 'it speaks HTTP without TLS, no DNS', fix: otherPort },
  tls: {
    what: 'it speaks TLS, and DNS over it was not to be had',
    fix: '--tls-ca and --tls-server-name as the certificate has them, and "listen-on … tls" in named.conf',
  },
});
