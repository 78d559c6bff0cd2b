import { Anchor, Skeleton, Text } from '@mantine/core';
import { api, data, Person, Score, type Schemas, When, words } from '@trellis/kit';
import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { useTicketsOfCustomer } from '../shared/queries';
import type { Ticket } from '../shared/types';
import { texts } from '../texts';
import { AskToRecommend } from './AskToRecommend';

/** Who can say whether they would recommend us. */
const BOUGHT: readonly string[] = ['CUSTOMER', 'ADVOCATE'];

type Contact = Schemas['leads.Contact'];

/** Who needs help: what the firm knows of them, and what they needed before. */
export function Customer({ ticket }: { ticket: Ticket }) {
  const path = { path: { id: ticket.contact_id } };
  const { data: contact, isLoading } = useQuery({
    queryKey: ['contact', ticket.contact_id],
    queryFn: () => data(api.GET('/v1/contacts/{id}', { params: path })),
    enabled: ticket.contact_id !== '',
  });
  return (
    <section className="side-part" aria-label={texts.customer.title}>
      <div className="who">
        <Person name={ticket.contact_name || ticket.contact_email} size={36} />
        <div>
          <b>{ticket.contact_name || ticket.contact_email}</b>
          {contact && <div className="quiet">{[contact.job_title, contact.company_name].filter(Boolean).join(', ')}</div>}
          {ticket.contact_email && <a href={`mailto:${ticket.contact_email}`}>{ticket.contact_email}</a>}
        </div>
      </div>
      {isLoading && <Skeleton h={80} />}
      {!ticket.contact_id && (
        <Text size="sm" c="dimmed">
          {texts.customer.unknown}
        </Text>
      )}
      {contact && <Known contact={contact} />}
      <Others ticket={ticket} />
      {ticket.contact_id && <Talks contactId={ticket.contact_id} />}
    </section>
  );
}

function Known({ contact }: { contact: Contact }) {
  return (
    <>
      <dl className="facts">
        <dt>{texts.customer.stage}</dt>
        <dd>{words(contact.lifecycle_stage)}</dd>
        <dt>{texts.customer.score}</dt>
        <dd>
          <Score value={contact.score} of={contact.full_name} />
        </dd>
        <dt>{texts.customer.consent}</dt>
        <dd>{texts.customer.consents[contact.marketing_consent]}</dd>
      </dl>
      <Anchor href={`/leads/people/${contact.id}`} size="xs">
        {texts.customer.open}
      </Anchor>
      {BOUGHT.includes(contact.lifecycle_stage) && <AskToRecommend contactId={contact.id} />}
    </>
  );
}

/** The other tickets of the same person, newest first. */
function Others({ ticket }: { ticket: Ticket }) {
  const { data: others } = useTicketsOfCustomer(ticket, 6);
  const shown = others?.filter(({ id }) => id !== ticket.id) ?? [];
  return (
    <>
      <h2>{texts.customer.tickets}</h2>
      {shown.length === 0 && <span className="quiet">{texts.customer.noTickets}</span>}
      <ul className="plain">
        {shown.map((other) => (
          <li key={other.id} className="side-line">
            <Link to={`/${other.id}`}>
              #{other.number} {other.subject}
            </Link>
            <span className="quiet">
              {texts.state[other.state as keyof typeof texts.state]}
              {other.survey_score > 0 && `, ${texts.reports.scoreOf(other.survey_score)}`}
            </span>
          </li>
        ))}
      </ul>
    </>
  );
}

function Talks({ contactId }: { contactId: string }) {
  const { data: entries } = useQuery({
    queryKey: ['timeline', contactId],
    queryFn: () =>
      data(api.GET('/v1/contacts/{contact_id}/timeline', { params: { path: { contact_id: contactId }, query: { page_size: 5 } } })).then(
        (page) => page.entries,
      ),
  });
  if (!entries?.length) return null;
  return (
    <>
      <h2>{texts.customer.talks}</h2>
      <ul className="plain">
        {entries.map((entry) => (
          <li key={entry.id} className="side-line">
            <span>{entry.title || entry.body}</span>
            {entry.occur_time && (
              <span className="quiet">
                <When time={entry.occur_time} />
              </span>
            )}
          </li>
        ))}
      </ul>
    </>
  );
}
