/** Tickets somebody still has to see to, in the filter language. */
export const OPEN = 'state != SOLVED AND state != CLOSED';

/** Where the tickets are listed that pass a filter. */
export const listed = (...filters: string[]) => `/all?${new URLSearchParams({ filter: filters.join(' AND ') })}`;
