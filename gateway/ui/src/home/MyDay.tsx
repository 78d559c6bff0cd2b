import { ago, api, data, may, Section, Waiting, type Session, type Tone } from '@trellis/kit';
import { Text } from '@mantine/core';
import { useQueries } from '@tanstack/react-query';
import { Rows, type Row } from './Rows';
import { words } from './texts';

const TEXT = words.home;

const SHOWN = 8;
/** Came within the week and is not sold to yet. */
const NEW_FOR_ME =
  'owner_id = me AND create_time >= now-7d AND lifecycle_stage in (SUBSCRIBER, LEAD, MARKETING_QUALIFIED, SALES_READY)';

async function activities(): Promise<Row[]> {
  const time_zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const today = await data(api.GET('/v1/activities:today', { params: { query: { time_zone } } }));
  const rows = (group: string, tone: Tone, found: typeof today.overdue) =>
    found.map(({ id, subject, contact_name, due_time, deal_id }) => ({
      id: `${group}:${id}`,
      group,
      tone,
      label: subject,
      note: [contact_name, due_time && ago(due_time)].filter(Boolean).join(' · '),
      href: deal_id ? `/deals/deals/${deal_id}` : '/deals/today',
    }));
  return [
    ...rows(TEXT.overdue, 'late', today.overdue),
    ...rows(TEXT.today, 'soon', today.due_today),
    ...rows(TEXT.promises, 'accent', today.promises),
    ...rows(TEXT.summaries, 'plain', today.without_summary),
  ];
}

async function leads(): Promise<Row[]> {
  const query = { filter: NEW_FOR_ME, order_by: 'create_time desc', page_size: SHOWN };
  const { contacts } = await data(api.GET('/v1/contacts', { params: { query } }));
  return contacts.map(({ id, full_name, email, company_name, create_time }) => ({
    id,
    group: TEXT.newLeads,
    tone: 'good',
    label: full_name || email,
    note: [company_name, create_time && ago(create_time)].filter(Boolean).join(' · '),
    href: `/leads/people/${id}`,
  }));
}

async function tickets(): Promise<Row[]> {
  const query = { filter: 'owner_id = me AND state in (NEW, OPEN)', order_by: 'due_by', page_size: SHOWN };
  const { tickets: found } = await data(api.GET('/v1/tickets', { params: { query } }));
  const lateFirst = [...found].sort((one, other) => Number(other.breached) - Number(one.breached));
  return lateFirst.map(({ id, number, subject, contact_name, due_time, breached }) => ({
    id,
    group: breached ? TEXT.lateTicket : TEXT.ticket,
    tone: breached ? 'late' : 'calm',
    label: subject,
    note: [`#${number}`, contact_name, due_time && TEXT.due(ago(due_time))].filter(Boolean).join(' · '),
    href: `/tickets/${id}`,
  }));
}

const SOURCES = [
  { key: 'activities', needs: 'activities.read', load: activities },
  { key: 'tickets', needs: 'tickets.read', load: tickets },
  { key: 'leads', needs: 'contacts.read', load: leads },
];

/** What waits for the person: tasks, promises, tickets, new leads. A service that does not answer is left out. */
export function MyDay({ session }: { session?: Session }) {
  const sources = SOURCES.filter(({ needs }) => session && may(session, needs));
  const { rows, waiting } = useQueries({
    queries: sources.map(({ key, load }) => ({ queryKey: ['day', key], queryFn: load, retry: false })),
    combine: (answers) => ({
      rows: answers.flatMap(({ data: found }) => (found as Row[] | undefined)?.slice(0, SHOWN) ?? []),
      waiting: answers.some(({ isPending }) => isPending),
    }),
  });
  return (
    <Section title={TEXT.day} flush>
      {waiting && rows.length === 0 && <Waiting rows={4} />}
      {!waiting && rows.length === 0 && (
        <Text size="sm" c="dimmed" p="md">
          {TEXT.dayEmpty}
        </Text>
      )}
      <Rows rows={rows} />
    </Section>
  );
}
