import { Empty, lazyOf, may, RecordList, useMake, useSession, type BulkAction, type FieldValue, type View } from '@trellis/kit';
import { Button, Group } from '@mantine/core';
import { useDocumentTitle } from '@mantine/hooks';
import { IconFileImport } from '@tabler/icons-react';
import { Suspense, useState } from 'react';
import { Link, useSearchParams } from 'react-router';
import { useContactFields } from '../shared/useFields';
import { texts } from '../texts';
import { CONTACT_FACTS, CONTACTS, countContacts, exportHref, loadContacts, searching } from './api';
import type { BulkKind } from './BulkDialog';
import { ContactCard, contactColumns, nameOf } from './columns';
import { NewPerson } from './NewPerson';
import { useBulk } from './useBulk';

const BulkDialog = lazyOf(() => import('./BulkDialog'), 'BulkDialog');

const view = (name: string, filter: string, order = ''): View => ({
  name,
  search: `?${new URLSearchParams({ ...(filter && { filter }), ...(order && { order }) })}`,
});

const { views } = texts.people;
const VIEWS: View[] = [
  view(views.all, ''),
  view(views.mine, 'owner_id = me'),
  view(views.week, 'create_time >= now-7d'),
  view(views.hot, 'rating = HOT', 'score desc'),
  view(views.unassigned, 'owner_id = null'),
  view(views.quiet, 'last_activity_time <= now-30d', 'last_activity_time'),
  view(views.consent, 'marketing_consent = GRANTED'),
];

/** Everybody we know: found, filtered, sorted, changed many at once. */
export function PeoplePage() {
  useDocumentTitle(`${texts.people.title} · Trellis`);
  const session = useSession();
  const fields = useContactFields();
  const bulk = useBulk();
  const [asking, setAsking] = useState<{ kind: BulkKind; ids: string[]; done: () => void }>();
  const [parameters, setParameters] = useSearchParams();
  const creating = parameters.has('new');
  const create = (on: boolean) =>
    setParameters((before) => {
      const next = new URLSearchParams(before);
      if (on) next.set('new', '');
      else next.delete('new');
      return next;
    });
  const make = useMake(texts.people.create, () => create(true), may(session, 'contacts.write'));

  const ask = (kind: BulkKind): BulkAction => ({ label: texts.bulk[kind], run: (ids, done) => setAsking({ kind, ids, done }) });
  const actions: BulkAction[] = [
    ask('addTag'),
    ask('removeTag'),
    ask('assign'),
    ...(may(session, 'contacts.delete') ? [{ label: texts.bulk.remove, run: (ids: string[], done: () => void) => (void bulk.remove(ids), done()) }] : []),
  ];
  const apply = ({ kind, ids, done }: NonNullable<typeof asking>, value: FieldValue) => {
    done();
    if (kind === 'assign') void bulk.assign(ids, value as string);
    else if (kind === 'addTag') void bulk.addTags(ids, value as string[]);
    else void bulk.removeTags(ids, value as string[]);
  };
  const bring = (
    <Button variant="default" leftSection={<IconFileImport size={15} />} component={Link} to="/imports">
      {texts.people.import}
    </Button>
  );
  return (
    <>
      <RecordList
        title={texts.people.title}
        queryKey={CONTACTS}
        columns={contactColumns}
        fields={fields}
        views={VIEWS}
        defaultOrder="last_activity_time desc"
        load={loadContacts}
        count={countContacts}
        searching={searching}
        exportHref={may(session, 'contacts.export') ? exportHref : undefined}
        facts={CONTACT_FACTS}
        id={({ id }) => id}
        name={nameOf}
        href={({ id }) => `/people/${id}`}
        card={ContactCard}
        actions={may(session, 'contacts.write') ? actions : undefined}
        header={
          <Group gap="xs">
            {may(session, 'imports.write') && bring}
            {make}
          </Group>
        }
        empty={
          <Empty title={texts.people.empty} action={make}>
            {texts.people.emptyHelp}
          </Empty>
        }
      />
      {asking && (
        <Suspense>
          <BulkDialog kind={asking.kind} close={() => setAsking(undefined)} apply={(value) => apply(asking, value)} />
        </Suspense>
      )}
      <NewPerson opened={creating} close={() => create(false)} />
    </>
  );
}
