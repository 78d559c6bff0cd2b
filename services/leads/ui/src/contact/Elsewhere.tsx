import { api, data, may, Pill, Section, useSession, words } from '@trellis/kit';
import { Anchor, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { Contact } from '../shared/choices';
import { texts } from '../texts';

const SHOWN = 5;

/** The person in sales and support; a service that does not answer says so and leaves the others alone. */
export function Elsewhere({ contact }: { contact: Contact }) {
  const session = useSession();
  return (
    <>
      {session && may(session, 'deals.read') && <Deals id={contact.id} />}
      {session && may(session, 'tickets.read') && <Tickets id={contact.id} />}
    </>
  );
}

const about = (id: string) => ({ params: { query: { filter: `contact_id = "${id}"`, page_size: SHOWN } } });

function Deals({ id }: { id: string }) {
  const query = useQuery({ queryKey: ['deals', 'of', id], queryFn: () => data(api.GET('/v1/deals', about(id))), retry: false });
  return (
    <Block title={texts.elsewhere.deals} error={query.error} empty={query.data?.deals.length === 0}>
      {query.data?.deals.map((deal) => (
        <li key={deal.id}>
          <Anchor href={`/deals/deals/${deal.id}`} size="sm">
            {deal.title}
          </Anchor>{' '}
          <Pill>{words(deal.state)}</Pill>
        </li>
      ))}
    </Block>
  );
}

function Tickets({ id }: { id: string }) {
  const query = useQuery({ queryKey: ['tickets', 'of', id], queryFn: () => data(api.GET('/v1/tickets', about(id))), retry: false });
  return (
    <Block title={texts.elsewhere.tickets} error={query.error} empty={query.data?.tickets.length === 0}>
      {query.data?.tickets.map((ticket) => (
        <li key={ticket.id}>
          <Anchor href={`/tickets/${ticket.id}`} size="sm">
            {ticket.subject}
          </Anchor>{' '}
          <Pill>{words(ticket.state)}</Pill>
        </li>
      ))}
    </Block>
  );
}

function Block({ title, error, empty, children }: { title: string; error: Error | null; empty: boolean; children: ReactNode }) {
  if (empty) return null;
  return (
    <Section title={title}>
      {error ? (
        <Text size="sm" c="dimmed">
          {texts.elsewhere.silent}
        </Text>
      ) : (
        <ul className="plain stack-tight">{children}</ul>
      )}
    </Section>
  );
}
