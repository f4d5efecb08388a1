/** Versions are numbers that grow; of what is none nothing is known. */
export const isEarlierVersion = (version: string, than: string): boolean =>
  isVersion(version) &&
  isVersion(than) &&
  (version.length === than.length ? version < than : version.length < than.length);

const isVersion = (text: string): boolean => /^[1-9]\d{0,30}$/.test(text);
