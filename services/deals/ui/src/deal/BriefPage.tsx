import './deal.css';
import { Anchor, Button, Group, Skeleton, Text, Title } from '@mantine/core';
import { api, data, date, Failure, When, words, usePeople } from '@trellis/kit';
import { useQuery } from '@tanstack/react-query';
import { IconPrinter } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { Link, useParams } from 'react-router';
import { amount } from '../shared/amounts';
import { daysSince } from '../shared/days';
import { useActivities, useDeal } from '../shared/queries';
import type { Activity, Deal } from '../shared/types';
import { texts } from '../texts';
import { ContactStory } from './ContactStory';
import { useContact } from './People';
import { Done } from './Timeline';

const TALKS_SHOWN = 3;
const STORY_SHOWN = 8;

/** One page for the way to a meeting: who it is, where the deal stands, what was said and promised. */
export function BriefPage() {
  const { id = '' } = useParams();
  const { data: deal, error, refetch } = useDeal(id);
  if (error) return <Failure error={error} retry={() => void refetch()} />;
  if (!deal) return <Skeleton h={400} />;
  return <Brief deal={deal} />;
}

function Brief({ deal }: { deal: Deal }) {
  const filter = deal.contact_id ? `(deal_id = "${deal.id}" OR contact_id = "${deal.contact_id}")` : `deal_id = "${deal.id}"`;
  const { data: activities } = useActivities(filter, 'due_time desc');
  const talks = activities?.filter(({ kind, state }) => state === 'DONE' && (kind === 'CALL' || kind === 'MEETING')).slice(0, TALKS_SHOWN);
  const open = activities?.filter(({ state }) => state === 'OPEN');
  const { nameOf } = usePeople();
  return (
    <div className="brief">
      <Group justify="space-between" align="flex-end" mb="md">
        <div>
          <Anchor component={Link} to={`/deals/${deal.id}`} size="sm" c="dimmed">
            {deal.title}
          </Anchor>
          <Title order={1} mt={2}>
            {texts.brief.title(deal.contact_name || deal.title)}
          </Title>
        </div>
        <Button variant="default" leftSection={<IconPrinter size={16} />} onClick={() => print()} className="no-print">
          {texts.brief.print}
        </Button>
      </Group>
      <div className="brief-grid">
        <Block title={texts.brief.who}>
          <Who deal={deal} />
        </Block>
        <Block title={texts.brief.deal}>
          <Standing deal={deal} />
        </Block>
        <Block title={texts.brief.remember}>{activities ? <Points activities={activities} /> : <Skeleton h={60} />}</Block>
        <Block title={texts.brief.open}>
          {!open && <Skeleton h={60} />}
          {open?.length === 0 && <Text size="sm">{texts.brief.nothingOpen}</Text>}
          <ul className="brief-list">
            {open?.map((activity) => (
              <li key={activity.id}>
                {activity.subject}
                {activity.due_time && (
                  <Text span size="xs" c="dimmed">
                    {' '}
                    <When time={activity.due_time} />
                  </Text>
                )}
              </li>
            ))}
          </ul>
        </Block>
        <Block title={texts.brief.talks} wide>
          {!talks && <Skeleton h={90} />}
          {talks?.length === 0 && <Text size="sm">{texts.brief.noTalks}</Text>}
          <ol className="story">{talks?.map((activity) => <Done key={activity.id} activity={activity} by={nameOf(activity.owner_id)} />)}</ol>
        </Block>
        {deal.contact_id && (
          <>
            <Block title={texts.brief.tickets}>
              <Tickets contactId={deal.contact_id} />
            </Block>
            <Block title={texts.brief.story} wide>
              <ContactStory contactId={deal.contact_id} size={STORY_SHOWN} />
            </Block>
          </>
        )}
      </div>
    </div>
  );
}

const Block = ({ title, wide, children }: { title: string; wide?: boolean; children: ReactNode }) => (
  <section className="card panel" data-wide={wide || undefined} aria-label={title}>
    <h2>{title}</h2>
    {children}
  </section>
);

/** Names and values; what is not known is left out. */
const Pairs = ({ rows }: { rows: [string, ReactNode][] }) => (
  <dl className="facts">
    {rows
      .filter(([, value]) => value)
      .map(([label, value]) => (
        <div key={label} className="pair">
          <dt>{label}</dt>
          <dd>{value}</dd>
        </div>
      ))}
  </dl>
);

function Who({ deal }: { deal: Deal }) {
  const { data: contact, error } = useContact(deal.contact_id);
  if (!deal.contact_id) return <Text size="sm">{texts.deal.noPeople}</Text>;
  if (error) return <Text size="sm">{error.message}</Text>;
  if (!contact) return <Skeleton h={90} />;
  const consent = { GRANTED: texts.brief.granted, WITHDRAWN: texts.brief.withdrawn }[contact.marketing_consent as string];
  return (
    <Pairs
      rows={[
        [texts.fields.contact_id!, <b key="name">{contact.full_name}</b>],
        [texts.fields.company_name!, [contact.job_title, contact.company_name].filter(Boolean).join(', ')],
        ['E-mail', contact.email && <a href={`mailto:${contact.email}`}>{contact.email}</a>],
        ['Phone', contact.phone && <a href={`tel:${contact.phone}`}>{contact.phone}</a>],
        [texts.brief.stage, words(contact.lifecycle_stage)],
        [texts.brief.consent, consent ?? texts.brief.notAsked],
        [texts.brief.lastSeen, contact.last_activity_time && <When time={contact.last_activity_time} />],
      ]}
    />
  );
}

const Standing = ({ deal }: { deal: Deal }) => (
  <Pairs
    rows={[
      [texts.fields.amount!, <b key="amount">{deal.amount ? amount(deal.amount) : texts.board.noAmount}</b>],
      [texts.fields.stage!, `${deal.stage_name}, ${texts.common.day(daysSince(deal.stage_enter_time))}`],
      [texts.fields.probability!, texts.board.likely(deal.probability)],
      [texts.fields.expected_close_date!, deal.expected_close_date && date(deal.expected_close_date)],
      [texts.fields.next_step!, deal.next_step],
    ]}
  />
);

function Points({ activities }: { activities: Activity[] }) {
  const points = activities.flatMap(({ key_points }) => key_points).filter(({ kind }) => kind !== 'PROMISE');
  if (points.length === 0) return <Text size="sm">{texts.brief.noPoints}</Text>;
  return (
    <ul className="brief-list">
      {points.map((point, at) => (
        <li key={at}>
          <b>{texts.activity.points[point.kind]}:</b> {point.text}
        </li>
      ))}
    </ul>
  );
}

function Tickets({ contactId }: { contactId: string }) {
  const { data: tickets, error } = useQuery({
    queryKey: ['tickets', 'of', contactId],
    queryFn: () =>
      data(api.GET('/v1/tickets', { params: { query: { filter: `contact_id = "${contactId}"`, page_size: 5 } } })).then((page) => page.tickets),
    retry: false,
  });
  if (error) return <Text size="sm">{texts.brief.unreachable}</Text>;
  if (!tickets) return <Skeleton h={60} />;
  if (tickets.length === 0) return <Text size="sm">{texts.brief.noTickets}</Text>;
  return (
    <ul className="brief-list">
      {tickets.map((ticket) => (
        <li key={ticket.id}>
          <a href={`/tickets/${ticket.id}`}>{ticket.subject}</a>{' '}
          <Text span size="xs" c="dimmed">
            {words(ticket.state)}
          </Text>
        </li>
      ))}
    </ul>
  );
}
