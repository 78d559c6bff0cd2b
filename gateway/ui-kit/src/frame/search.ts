import { useQuery } from '@tanstack/react-query';
import { api, data } from '../api';
import type { Session } from '../session';
import { texts } from '../texts';
import { may } from './places';

/** Something the search of the whole suite found. */
export interface Found {
  id: string;
  kind: string;
  label: string;
  description: string;
  href: string;
}

const SHOWN = 5;

async function contacts(query: string): Promise<Found[]> {
  const { contacts: found } = await data(api.GET('/v1/contacts:search', { params: { query: { query, page_size: SHOWN } } }));
  return found.map(({ id, full_name, email, company_name }) => ({
    id,
    kind: texts.palette.people,
    label: full_name || email,
    description: [company_name, email].filter(Boolean).join(' · '),
    href: `/leads/people/${id}`,
  }));
}

async function companies(query: string): Promise<Found[]> {
  const { companies: found } = await data(api.GET('/v1/companies:search', { params: { query: { query, page_size: SHOWN } } }));
  return found.map(({ id, name, domain }) => ({
    id,
    kind: texts.palette.companies,
    label: name,
    description: domain,
    href: `/leads/companies/${id}`,
  }));
}

async function deals(query: string): Promise<Found[]> {
  const { deals: found } = await data(api.GET('/v1/deals:search', { params: { query: { query, page_size: SHOWN } } }));
  return found.map(({ id, title, company_name }) => ({
    id,
    kind: texts.palette.deals,
    label: title,
    description: company_name,
    href: `/deals/${id}`,
  }));
}

async function tickets(query: string): Promise<Found[]> {
  const { tickets: found } = await data(api.GET('/v1/tickets:search', { params: { query: { query, page_size: SHOWN } } }));
  return found.map(({ id, subject, number }) => ({
    id,
    kind: texts.palette.tickets,
    label: subject,
    description: `#${number}`,
    href: `/tickets/${id}`,
  }));
}

const SOURCES = [
  { needs: 'contacts.read', find: contacts },
  { needs: 'companies.read', find: companies },
  { needs: 'deals.read', find: deals },
  { needs: 'tickets.read', find: tickets },
];

/** What every service a person may read finds; a service that does not answer is left out. */
async function everywhere(query: string, session?: Session): Promise<Found[]> {
  const asked = SOURCES.filter(({ needs }) => may(session, needs)).map(({ find }) => find(query));
  const answers = await Promise.allSettled(asked);
  return answers.flatMap((answer) => (answer.status === 'fulfilled' ? answer.value : []));
}

export const useSearch = (query: string, session?: Session) =>
  useQuery({
    queryKey: ['search', query],
    queryFn: () => everywhere(query, session),
    enabled: query.length > 1,
    placeholderData: (before) => before,
    meta: { still: true },
  });
