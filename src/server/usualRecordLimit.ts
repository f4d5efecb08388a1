/** Records of an RRset that BIND takes unless `max-records-per-type` says otherwise, since 9.18.28. */
export const usualRecordLimit = 100;
