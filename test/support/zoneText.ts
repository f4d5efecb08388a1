/**
 * Puts records as dig prints them into one form and order: one record a line, single blanks between the
 * fields, names in canonical order (RFC 4034 §6.1), then types and rdata by their text. Comments, empty lines
 * and the transfer's own signature go.
 */
export function canonicalZoneText(text: string): string {
  const records = text.split('\n').filter((line) => !/^\s*$|^;|\sANY\s+TSIG\s/.test(line));
  const sorted = [...new Set(records.map(normalise))]
    .map((line) => ({ line, key: sortKey(line) }))
    .sort((a, b) => compare(a.key, b.key));
  return sorted.map(({ line }) => `${line}\n`).join('');
}

function normalise(line: string): string {
  const [, owner, ttl, type, rdata] = /^(\S+)\s+(\d+)\s+IN\s+(\S+)\s*(.*)$/.exec(line) ?? [];
  if (owner === undefined)
    throw new Error(`Cannot read the record "${line}": owner, TTL, IN, type, rdata are needed`);
  return `${owner} ${ttl} IN ${type} ${rdata}`.trimEnd();
}

/**
 * Labels from the root down, joined by what sorts below any octet of a label: a parent stands before its
 * children.
 */
function sortKey(line: string): string {
  const [owner = '', , , ...typeAndRdata] = line.split(' ');
  const labels = owner.toLowerCase().replace(/\.$/, '').split('.').reverse();
  return `${labels.join('\u0000')}\u0000 ${typeAndRdata.join(' ')}`;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
