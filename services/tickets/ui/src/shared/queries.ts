import { api, data, fetchAgain, quoted, useLive } from '@trellis/kit';
import { keepPreviousData, useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query';
import type { Macro, Ticket, TicketMessage, TicketPatch } from './types';

const LONG = 300_000;
/** Lists are looked at again this often, should the live stream be down. */
const AGAIN = 30_000;

/** Everything of support is asked for again when support tells a fact, or when some may have been missed. */
export function useSupportLive() {
  const client = useQueryClient();
  useLive((fact) => {
    if (fact === null || (!fact.presence && fact.type.startsWith('crm.tickets.'))) void fetchAgain(client, { queryKey: ['support'] });
  });
}

export function useRefresh() {
  const client = useQueryClient();
  return () => client.invalidateQueries({ queryKey: ['support'] });
}

export const useTickets = (filter: string, orderBy: string, enabled: boolean) =>
  useInfiniteQuery({
    queryKey: ['support', 'list', filter, orderBy],
    queryFn: ({ pageParam }) =>
      data(api.GET('/v1/tickets', { params: { query: { filter, order_by: orderBy, page_size: 50, page_token: pageParam } } })),
    initialPageParam: '',
    getNextPageParam: (page) => page.next_page_token || undefined,
    placeholderData: keepPreviousData,
    refetchInterval: AGAIN,
    enabled,
  });

export const useCount = (filter: string, enabled: boolean) =>
  useQuery({
    queryKey: ['support', 'count', filter],
    queryFn: () => data(api.GET('/v1/tickets:count', { params: { query: { filter } } })),
    placeholderData: keepPreviousData,
    enabled,
  }).data;

export const useFound = (query: string) =>
  useQuery({
    queryKey: ['support', 'search', query],
    queryFn: () =>
      data(api.GET('/v1/tickets:search', { params: { query: { query, page_size: 30 } } })).then(({ tickets }) => tickets as Ticket[]),
    placeholderData: keepPreviousData,
    enabled: query.trim() !== '',
  });

/** The customer's tickets: as long as nobody is known on one, those from the same address. */
function ofCustomer({ contact_id, contact_email }: Ticket) {
  const theirs = `contact_id = "${contact_id}"`;
  const address = `contact_email = ${quoted(contact_email)}`;
  if (!contact_id) return address;
  return contact_email ? `(${theirs} OR (contact_id = null AND ${address}))` : theirs;
}

/** The newest tickets of a ticket's customer, itself among them; they stay while it becomes known who that is. */
export function useTicketsOfCustomer(ticket: Ticket, most: number, and = '') {
  const filter = ofCustomer(ticket) + and;
  return useQuery({
    queryKey: ['support', 'customer', ticket.id, filter, most],
    queryFn: () => data(api.GET('/v1/tickets', { params: { query: { filter, page_size: most } } })).then(({ tickets }) => tickets as Ticket[]),
    placeholderData: (before, query) => (query?.queryKey[2] === ticket.id ? before : undefined),
    enabled: (ticket.contact_id || ticket.contact_email) !== '',
  });
}

export const useTicket = (id: string) =>
  useQuery({
    queryKey: ['support', 'ticket', id],
    queryFn: () => data(api.GET('/v1/tickets/{id}', { params: { path: { id } } })),
    enabled: id !== '',
  });

export const useMessages = (ticketId: string) =>
  useQuery({
    queryKey: ['support', 'messages', ticketId],
    queryFn: () =>
      data(api.GET('/v1/tickets/{ticket_id}/messages', { params: { path: { ticket_id: ticketId }, query: { page_size: 200 } } })).then(
        ({ messages }) => messages as TicketMessage[],
      ),
  });

export const useSla = (ticketId: string) =>
  useQuery({
    queryKey: ['support', 'sla', ticketId],
    queryFn: () =>
      data(api.GET('/v1/tickets/{ticket_id}/sla', { params: { path: { ticket_id: ticketId } } })).then(({ clocks }) => clocks),
    refetchInterval: AGAIN,
  });

export const useMacros = () =>
  useQuery({
    queryKey: ['support', 'macros'],
    queryFn: () =>
      data(api.GET('/v1/macros', { params: { query: { page_size: 200 } } })).then(({ macros }) => macros as Macro[]),
    staleTime: LONG,
  });

/** Somebody sees to the ticket from now on; an empty id is nobody. */
export function giveTo(id: string, owner_id: string): Promise<unknown> {
  const params = { path: { id } };
  if (owner_id) return api.POST('/v1/tickets/{id}:assign', { params, body: { owner_id } });
  return api.POST('/v1/tickets/{id}:release', { params, body: {} });
}

/** Changes fields of a ticket: only those named, and only if nobody else changed it since. */
export const saveTicket = (ticket: Ticket, patch: TicketPatch) =>
  data(
    api.PATCH('/v1/tickets/{id}', {
      params: { path: { id: ticket.id }, header: { 'If-Match': `"${ticket.etag}"` } },
      body: patch,
    }),
  );
