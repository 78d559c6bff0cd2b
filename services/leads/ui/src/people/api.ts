import { api, data, quoted, type Query } from '@trellis/kit';
import type { Contact } from '../shared/choices';

export const CONTACTS = 'contacts';
export const CONTACT_FACTS = /Contact|ScoreChanged|LifecycleChanged|ConsentRecorded/;

const SEARCHED = ['full_name', 'email', 'company_name', 'phone'];

/** Words somewhere in a person, as a filter. */
export const searching = (search: string) => `(${SEARCHED.map((field) => `${field}:${quoted(search)}`).join(' OR ')})`;

/** A page of people; words alone are looked for with typing errors forgiven, best match first. */
export async function loadContacts({ search, filter, within, orderBy, pageToken }: Query): Promise<{ rows: Contact[]; next: string }> {
  if (search && !filter) {
    const query = { query: search, page_size: 50 };
    return { rows: (await data(api.GET('/v1/contacts:search', { params: { query } }))).contacts, next: '' };
  }
  const query = { filter: within, order_by: orderBy, page_token: pageToken, page_size: 50 };
  const page = await data(api.GET('/v1/contacts', { params: { query } }));
  return { rows: page.contacts, next: page.next_page_token };
}

export const countContacts = (filter: string) => data(api.GET('/v1/contacts:count', { params: { query: { filter } } }));

export const exportHref = ({ filter, orderBy }: { filter: string; orderBy: string }) =>
  `/v1/contacts:export?${new URLSearchParams({ filter, order_by: orderBy })}`;
