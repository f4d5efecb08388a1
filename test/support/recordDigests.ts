import { emptyDigest, hashRrset, type RecordDigest, sumRdata } from '../../src/dns/recordDigest.ts';
import type { ResourceRecord } from '../../src/dns/rrset.ts';

/** Takes one record in. */
export function addRecord(digest: RecordDigest, record: ResourceRecord): void {
  sumRdata(digest, hashRrset(record.name, record.type, record.ttlSeconds), record.rdata, 1);
}

/** Takes one record out again. */
export function removeRecord(digest: RecordDigest, record: ResourceRecord): void {
  sumRdata(digest, hashRrset(record.name, record.type, record.ttlSeconds), record.rdata, -1);
}

/** The digest of single records, in the order given. */
export function digestOfRecords(records: readonly ResourceRecord[]): RecordDigest {
  const digest = emptyDigest();
  for (const record of records) addRecord(digest, record);
  return digest;
}
