/** A zone for people, with its view where it has one: a server may have several zones of one name. */
export const zoneInView = (zone: string, view: string | undefined): string =>
  view === undefined ? zone : `${zone} (view ${view})`;
