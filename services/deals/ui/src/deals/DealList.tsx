import { Button } from '@mantine/core';
import { api, data, date, Empty, lazyOf, may, Person, RecordList, When, type Column, type FilterField, usePeople, useSession } from '@trellis/kit';
import { IconPlus } from '@tabler/icons-react';
import { Suspense, useState } from 'react';
import { amount } from '../shared/amounts';
import { isPast } from '../shared/days';
import { usePipelines } from '../shared/queries';
import type { Deal } from '../shared/types';
import { options } from '../shared/WinDialog';
import { texts } from '../texts';
import type { Bulk } from './BulkDialog';
import { NewDeal } from './NewDeal';

const BulkDialog = lazyOf(() => import('./BulkDialog'), 'BulkDialog');

const view = (filter: string, order = '') => `?${new URLSearchParams({ filter, ...(order && { order }) })}`;
const { views } = texts.list;

const VIEWS = [
  { name: views.all, search: '' },
  { name: views.open, search: view('state = OPEN') },
  { name: views.mine, search: view('state = OPEN AND owner_id = me') },
  { name: views.closing, search: view('state = OPEN AND expected_close_date >= today AND expected_close_date <= today+30d', 'close_by') },
  { name: views.overdue, search: view('state = OPEN AND expected_close_date < today', 'close_by') },
  { name: views.stuck, search: view('state = OPEN AND stuck_time <= now', 'stage_enter_time') },
  { name: views.won, search: view('state = WON') },
  { name: views.lost, search: view('state = LOST') },
];

/** All deals: views, filters, order, and changes to many at once. */
export function DealList() {
  const session = useSession();
  const { nameOf } = usePeople();
  const [creating, setCreating] = useState(false);
  const [bulk, setBulk] = useState<Bulk>();
  const open = (kind: Bulk['kind']) => (ids: string[], done: () => void) => setBulk({ kind, ids, done });
  const writes = may(session, 'deals.write');
  const actions = [
    ...(writes ? [{ label: texts.list.moveTo, run: open('move') }, { label: texts.list.giveTo, run: open('give') }] : []),
    ...(may(session, 'deals.delete') ? [{ label: texts.list.delete, run: open('delete') }] : []),
  ];
  const create = (
    <Button leftSection={<IconPlus size={16} />} onClick={() => setCreating(true)}>
      {texts.nav.newDeal}
    </Button>
  );
  return (
    <>
      <RecordList<Deal>
        title={texts.list.title}
        queryKey="deals"
        columns={columns(nameOf)}
        fields={useFields()}
        views={VIEWS}
        defaultOrder="create_time desc"
        load={({ search, filter, orderBy, pageToken }) => load([search && quote(search), filter && `(${filter})`].filter(Boolean).join(' AND '), orderBy, pageToken)}
        count={(filter) => data(api.GET('/v1/deals:count', { params: { query: { filter } } }))}
        facts={/crm\.deals\.v1\.Deal/}
        id={(deal) => deal.id}
        name={(deal) => deal.title}
        href={(deal) => `/deals/${deal.id}`}
        actions={actions.length > 0 ? actions : undefined}
        header={writes && create}
        empty={
          <Empty title={texts.list.emptyTitle} action={writes && create}>
            {texts.list.empty}
          </Empty>
        }
      />
      {creating && <NewDeal pipelineId="" close={() => setCreating(false)} />}
      <Suspense>{bulk && <BulkDialog bulk={bulk} close={() => setBulk(undefined)} />}</Suspense>
    </>
  );
}

const quote = (text: string) => `"${text.replaceAll(/["\\*]/g, '\\$&')}"`;

const load = (filter: string, order_by: string, page_token: string) =>
  data(api.GET('/v1/deals', { params: { query: { filter, order_by, page_token, page_size: 50 } } })).then((page) => ({
    rows: page.deals,
    next: page.next_page_token,
  }));

const columns = (nameOf: (id: string) => string): Column<Deal>[] => [
  { key: 'title', label: texts.fields.title!, orderBy: 'title', render: (deal) => deal.title },
  { key: 'company', label: texts.fields.company_name!, orderBy: 'company_name', render: (deal) => deal.company_name },
  { key: 'contact', label: texts.fields.contact_id!, render: (deal) => deal.contact_name, extra: true },
  { key: 'stage', label: texts.list.stage, render: (deal) => <Stage deal={deal} /> },
  { key: 'amount', label: texts.fields.amount!, orderBy: 'amount_value', numeric: true, render: (deal) => deal.amount && <span className="numbers">{amount(deal.amount)}</span> },
  { key: 'close', label: texts.fields.expected_close_date!, orderBy: 'close_by', render: (deal) => <Close deal={deal} /> },
  { key: 'next', label: texts.fields.next_step!, roomy: true, render: (deal) => <span className="one-line">{deal.next_step}</span> },
  { key: 'owner', label: texts.fields.owner!, render: (deal) => <Whose name={nameOf(deal.owner_id)} /> },
  { key: 'since', label: texts.list.since, orderBy: 'stage_enter_time', extra: true, render: (deal) => deal.stage_enter_time && <When time={deal.stage_enter_time} /> },
  { key: 'created', label: texts.list.created, orderBy: 'create_time', extra: true, render: (deal) => deal.create_time && <When time={deal.create_time} /> },
];

const Stage = ({ deal }: { deal: Deal }) => (
  <span className="stage-chip" data-state={deal.state} data-stuck={deal.stuck || undefined}>
    {deal.stage_name}
    {deal.stuck && `, ${views.stuck.toLowerCase()}`}
  </span>
);

function Close({ deal }: { deal: Deal }) {
  if (!deal.expected_close_date) return null;
  const late = deal.state === 'OPEN' && isPast(deal.expected_close_date);
  return (
    <span className={late ? 'late numbers' : 'numbers'}>
      {date(deal.expected_close_date)}
      {late && `, ${texts.board.late}`}
    </span>
  );
}

export const Whose = ({ name }: { name: string }) =>
  name && (
    <span className="with-person">
      <Person name={name} size={20} /> {name}
    </span>
  );

function useFields(): FilterField[] {
  const { people: users } = usePeople();
  const { data: pipelines = [] } = usePipelines();
  const { fields } = texts;
  const stages = pipelines.flatMap((pipeline) =>
    pipeline.stages.map((stage) => ({ value: stage.id, label: pipelines.length > 1 ? `${pipeline.name}: ${stage.name}` : stage.name })),
  );
  return [
    { name: 'title', label: fields.title!, kind: 'text' },
    { name: 'company_name', label: fields.company_name!, kind: 'text' },
    { name: 'contact_name', label: fields.contact_id!, kind: 'text' },
    { name: 'stage_id', label: fields.stage!, kind: 'choice', options: stages },
    { name: 'state', label: fields.state!, kind: 'choice', options: options(texts.list.states) },
    { name: 'owner_id', label: fields.owner!, kind: 'choice', options: users.map(({ id, name }) => ({ value: id, label: name })) },
    { name: 'amount_value', label: fields.amount!, kind: 'number' },
    { name: 'probability', label: fields.probability!, kind: 'number' },
    { name: 'expected_close_date', label: fields.expected_close_date!, kind: 'date' },
    { name: 'next_step', label: fields.next_step!, kind: 'text' },
    { name: 'win_reason', label: texts.reports.won, kind: 'choice', options: options(texts.win.reasons) },
    { name: 'loss_reason', label: texts.reports.lostWhy, kind: 'choice', options: options(texts.lose.reasons) },
    { name: 'close_time', label: texts.list.closed, kind: 'date' },
    { name: 'tags', label: fields.tags!, kind: 'tags' },
  ];
}
