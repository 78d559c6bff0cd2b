import { Empty, lazyOf, may, now, Owner, Pill, RecordList, Score, useSession, When, type BulkAction, type Column, type FieldValue, type View } from '@trellis/kit';
import { Button, Group } from '@mantine/core';
import { useDocumentTitle } from '@mantine/hooks';
import { Suspense, useState } from 'react';
import { CONTACT_FACTS, countContacts, loadContacts, searching } from '../people/api';
import { nameOf } from '../people/columns';
import { Disqualify } from '../people/Disqualify';
import { useBulk } from '../people/useBulk';
import { ratingTone, sourceName, type Contact } from '../shared/choices';
import { useContactFields } from '../shared/useFields';
import { texts } from '../texts';

const BulkDialog = lazyOf(() => import('../people/BulkDialog'), 'BulkDialog');

const { inbox: say, fields: label } = texts;

const OPEN = 'lifecycle_stage in ("LEAD", "MARKETING_QUALIFIED", "SALES_READY")';
const among = (filter: string) => (filter ? `${OPEN} AND (${filter})` : OPEN);

const view = (name: string, filter: string, order = ''): View => ({
  name,
  search: `?${new URLSearchParams({ ...(filter && { filter }), ...(order && { order }) })}`,
});

const VIEWS = [
  view(say.views.open, ''),
  view(say.views.claim, 'owner_id = null'),
  view(say.views.hot, 'rating = HOT'),
  view(say.views.week, 'create_time >= now-7d', 'create_time desc'),
  view(say.views.mine, 'owner_id = me'),
];

const cameBy = ({ first_touch, source }: Contact) => first_touch?.campaign || first_touch?.source || sourceName(source);

const DAY = 86_400_000;

/** How long a lead has been here; after a day it is time, after three it is late. */
function Waiting({ contact }: { contact: Contact }) {
  if (!contact.create_time) return null;
  const days = (now() - Date.parse(contact.create_time)) / DAY;
  const waits = contact.owner_id === '';
  return (
    <Pill tone={waits && days > 3 ? 'late' : waits && days > 1 ? 'soon' : 'plain'}>
      <When time={contact.create_time} />
    </Pill>
  );
}

interface Selected {
  ids: string[];
  done: () => void;
}

/** New and hot leads, to be taken by somebody. */
export function InboxPage() {
  useDocumentTitle(`${say.title} · Trellis`);
  const session = useSession();
  const me = session?.user.id ?? '';
  const fields = useContactFields();
  const bulk = useBulk();
  const [assigning, setAssigning] = useState<Selected>();
  const [leaving, setLeaving] = useState<{ leads: Contact[]; done: () => void }>();
  const claim = (ids: string[]) => void bulk.assign(ids, me, say.claimed);

  const assign = ({ ids, done }: Selected) => (value: FieldValue) => {
    done();
    void bulk.assign(ids, value as string);
  };

  const columns: Column<Contact>[] = [
    {
      key: 'name',
      label: say.lead,
      orderBy: 'full_name',
      render: (contact) => (
        <>
          <span className="cell-name">{nameOf(contact)}</span>
          <span className="cell-note">{[contact.job_title, contact.company_name].filter(Boolean).join(', ') || contact.email}</span>
        </>
      ),
    },
    {
      key: 'score',
      label: label.score,
      orderBy: 'score',
      render: (contact) => (
        <Group gap={8} wrap="nowrap">
          <Score value={Math.round(contact.score)} of={nameOf(contact)} />
          {contact.rating !== 'COLD' && <Pill tone={ratingTone(contact.rating)}>{texts.ratings[contact.rating]}</Pill>}
        </Group>
      ),
    },
    { key: 'came', label: say.came, render: (contact) => <span className="cell-cut">{cameBy(contact)}</span> },
    { key: 'stage', label: label.lifecycle_stage, extra: true, render: ({ lifecycle_stage }) => texts.stages[lifecycle_stage] },
    { key: 'waiting', label: say.waiting, orderBy: 'create_time', render: (contact) => <Waiting contact={contact} /> },
    {
      key: 'owner',
      label: label.owner_id,
      render: (contact) =>
        contact.owner_id ? (
          <Owner id={contact.owner_id} />
        ) : (
          <Button size="compact-sm" variant="light" onClick={() => claim([contact.id])}>
            {say.claim}
          </Button>
        ),
    },
  ];
  const actions: BulkAction[] = [
    { label: say.claim, run: (ids, done) => (claim(ids), done()) },
    { label: texts.bulk.assign, run: (ids, done) => setAssigning({ ids, done }) },
    { label: texts.disqualify.action, run: (ids, done) => setLeaving({ leads: bulk.rowsOf(ids), done }) },
  ];
  return (
    <>
      <RecordList
        title={say.title}
        queryKey="contacts"
        listKey="inbox"
        columns={columns}
        fields={fields}
        views={VIEWS}
        defaultOrder="score desc"
        load={(query) => loadContacts({ ...query, filter: among(query.filter) })}
        count={(filter) => countContacts(among(filter))}
        searching={searching}
        facts={CONTACT_FACTS}
        id={({ id }) => id}
        name={nameOf}
        href={({ id }) => `/people/${id}`}
        card={(contact) => (
          <Group gap={8} mt={4} fz="sm" c="dimmed">
            <Score value={Math.round(contact.score)} of={nameOf(contact)} />
            <Waiting contact={contact} />
            {contact.owner_id ? <Owner id={contact.owner_id} /> : <Button size="compact-sm" variant="light" onClick={() => claim([contact.id])}>{say.claim}</Button>}
          </Group>
        )}
        actions={may(session, 'contacts.write') ? actions : undefined}
        empty={<Empty title={say.empty}>{say.emptyHelp}</Empty>}
      />
      {leaving && <Disqualify {...leaving} close={() => setLeaving(undefined)} />}
      {assigning && (
        <Suspense>
          <BulkDialog kind="assign" close={() => setAssigning(undefined)} apply={assign(assigning)} />
        </Suspense>
      )}
    </>
  );
}
