import { api, data, Empty, lazyOf, may, RecordList, usePeople, useSession, When, type BulkAction, type Column, type FilterField } from '@trellis/kit';
import { Suspense, useState } from 'react';
import { choices } from '../shared/choices';
import { OPEN } from '../shared/filters';
import type { Ticket } from '../shared/types';
import { texts } from '../texts';
import { DuePill } from '../ticket/DuePill';
import type { Bulk } from './BulkDialog';

const BulkDialog = lazyOf(() => import('./BulkDialog'), 'BulkDialog');

const { all: say } = texts;
const view = (filter: string, order = '') => `?${new URLSearchParams({ filter, ...(order && { order }) })}`;

const VIEWS = [
  { name: say.views.all, search: '' },
  { name: say.views.open, search: view(OPEN) },
  { name: say.views.late, search: view(`breached = true AND ${OPEN}`, 'due_by') },
  { name: say.views.nobody, search: view(`owner_id = null AND ${OPEN}`, 'due_by') },
  { name: say.views.solved, search: view('solve_time >= now-7d') },
  { name: say.views.unhappy, search: view('survey_score >= 1 AND survey_score <= 2') },
];

const KINDS = ['give', 'priority', 'solve', 'macro'] as const;

/** Every ticket there is: views, filters, order and changes to many at once, for whoever looks for something or asks what a number counts. */
export function AllTickets() {
  const session = useSession();
  const { people, nameOf } = usePeople();
  const [bulk, setBulk] = useState<Bulk>();
  const actions = KINDS.map((kind): BulkAction => ({ label: say.several.actions[kind], run: (ids, done) => setBulk({ kind, ids, done }) }));
  return (
    <>
      <RecordList<Ticket>
        title={say.title}
        queryKey="tickets"
        columns={columns(nameOf)}
        fields={fieldsOf(people)}
        views={VIEWS}
        defaultOrder="create_time desc"
        load={({ search, filter, orderBy, pageToken }) =>
          load([search && quote(search), filter && `(${filter})`].filter(Boolean).join(' AND '), orderBy, pageToken)
        }
        count={(filter) => data(api.GET('/v1/tickets:count', { params: { query: { filter } } }))}
        facts={/crm\.tickets\.v1\.Ticket/}
        id={(ticket) => ticket.id}
        name={(ticket) => ticket.subject}
        href={(ticket) => `/${ticket.id}`}
        actions={may(session, 'tickets.write') ? actions : undefined}
        empty={<Empty title={say.emptyTitle}>{say.empty}</Empty>}
      />
      <Suspense>{bulk && <BulkDialog bulk={bulk} close={() => setBulk(undefined)} />}</Suspense>
    </>
  );
}

const quote = (text: string) => `"${text.replaceAll(/["\\*]/g, '\\$&')}"`;

const load = (filter: string, order_by: string, page_token: string) =>
  data(api.GET('/v1/tickets', { params: { query: { filter, order_by, page_token, page_size: 50 } } })).then((page) => ({
    rows: page.tickets,
    next: page.next_page_token,
  }));

const columns = (nameOf: (id: string) => string): Column<Ticket>[] => [
  { key: 'subject', label: say.subject, orderBy: 'subject', render: (ticket) => ticket.subject },
  { key: 'number', label: say.number, orderBy: 'number', render: (ticket) => <span className="numbers">#{ticket.number}</span> },
  { key: 'customer', label: say.customer, render: (ticket) => ticket.contact_name || ticket.contact_email },
  { key: 'state', label: texts.facts.state, render: (ticket) => texts.state[ticket.state as keyof typeof texts.state] },
  { key: 'due', label: say.due, orderBy: 'due_by', render: (ticket) => <DuePill ticket={ticket} /> },
  { key: 'priority', label: texts.facts.priority, render: (ticket) => texts.priority[ticket.priority as keyof typeof texts.priority] },
  { key: 'owner', label: texts.facts.owner, render: (ticket) => nameOf(ticket.owner_id) || texts.common.nobody },
  { key: 'type', label: texts.facts.type, extra: true, render: (ticket) => texts.type[ticket.type as keyof typeof texts.type] },
  { key: 'score', label: say.score, extra: true, render: (ticket) => ticket.survey_score > 0 && texts.reports.scoreOf(ticket.survey_score) },
  { key: 'updated', label: say.updated, orderBy: 'update_time', extra: true, render: (ticket) => ticket.update_time && <When time={ticket.update_time} /> },
  { key: 'created', label: say.created, orderBy: 'create_time', roomy: true, render: (ticket) => ticket.create_time && <When time={ticket.create_time} /> },
];

const YES_OR_NO = [
  { value: 'true', label: say.yes },
  { value: 'false', label: say.no },
];

const fieldsOf = (people: { id: string; name: string }[]): FilterField[] => [
  { name: 'subject', label: say.subject, kind: 'text' },
  { name: 'contact_name', label: say.customer, kind: 'text' },
  { name: 'state', label: texts.facts.state, kind: 'choice', options: choices(texts.state) },
  { name: 'priority', label: texts.facts.priority, kind: 'choice', options: choices(texts.priority) },
  { name: 'type', label: texts.facts.type, kind: 'choice', options: choices(texts.type) },
  { name: 'owner_id', label: texts.facts.owner, kind: 'choice', options: people.map(({ id, name }) => ({ value: id, label: name })) },
  { name: 'channel', label: say.channel, kind: 'choice', options: choices(say.channels) },
  ...Object.entries(say.late).map(([name, label]): FilterField => ({ name, label, kind: 'boolean', options: YES_OR_NO })),
  { name: 'survey_score', label: say.score, kind: 'number' },
  { name: 'create_time', label: say.created, kind: 'date' },
  { name: 'first_response_time', label: say.answered, kind: 'date' },
  { name: 'first_solve_time', label: say.solved, kind: 'date' },
  { name: 'solve_time', label: texts.state.SOLVED, kind: 'date' },
  { name: 'tags', label: texts.facts.tags, kind: 'tags' },
];
