import { api, data, quoted, type Query, type Schemas } from '@trellis/kit';
import { loadContacts } from '../people/api';

export type Item = Schemas['leads.CleanupItem'];
export type Summary = Schemas['leads.CleanupSummary'];

export const CLEANUP = 'cleanup';
export const SUMMARY = [CLEANUP, 'summary'];
/** What fills the queue and what empties it. */
export const CLEANUP_FACTS = /CleanupRoundBuilt|Contact(Updated|Deleted|Undeleted)$/;

/** Those that wait for a decision, unless the filter says which. */
const waiting = (filter: string) => (/\bstate\b/.test(filter) ? filter : ['state = OPEN', filter && `(${filter})`].filter(Boolean).join(' AND '));

/** A page of the queue; words are looked for in the people it is about. */
export async function loadItems({ search, filter, orderBy, pageToken }: Omit<Query, 'within'>): Promise<{ rows: Item[]; next: string }> {
  let within = waiting(filter);
  if (search) {
    const found = await loadContacts({ search, filter: '', within: '', orderBy: '', pageToken: '' });
    if (found.rows.length === 0) return { rows: [], next: '' };
    within += ` AND contact_id in (${found.rows.map(({ id }) => quoted(id)).join(', ')})`;
  }
  const page = await data(api.GET('/v1/cleanup_items', { params: { query: { filter: within, order_by: orderBy, page_token: pageToken } } }));
  return { rows: page.cleanup_items, next: page.next_page_token };
}

export const loadSummary = () => data(api.GET('/v1/cleanup_summary'));

export const runNow = () => data(api.POST('/v1/cleanup_policy:run', { body: {} }));
