/** Host and port as people and URLs write them: an IPv6 address stands in brackets (RFC 3986 §3.2.2). */
export const socketText = ({
  host,
  port,
}: {
  readonly host: string;
  readonly port: number | string;
}): string => `${host.includes(':') ? `[${host}]` : host}:${port}`;
