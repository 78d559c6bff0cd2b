import { api, data, quoted, type Query } from '@trellis/kit';
import type { Company } from '../shared/choices';

export const COMPANIES = 'companies';

export const searchingCompanies = (search: string) => `(name:${quoted(search)} OR domain:${quoted(search)})`;

/** A page of companies; words alone are looked for with typing errors forgiven. */
export async function loadCompanies({ search, filter, within, orderBy, pageToken }: Query): Promise<{ rows: Company[]; next: string }> {
  if (search && !filter) {
    const query = { query: search, page_size: 50 };
    return { rows: (await data(api.GET('/v1/companies:search', { params: { query } }))).companies, next: '' };
  }
  const query = { filter: within, order_by: orderBy, page_token: pageToken, page_size: 50 };
  const page = await data(api.GET('/v1/companies', { params: { query } }));
  return { rows: page.companies, next: page.next_page_token };
}

export const countCompanies = (filter: string) => data(api.GET('/v1/companies:count', { params: { query: { filter } } }));
