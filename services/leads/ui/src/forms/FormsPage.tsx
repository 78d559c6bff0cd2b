import { api, byName, count, data, Empty, FormDialog, may, Pill, RecordList, useMake, useSession, When, type Column, type Query } from '@trellis/kit';
import { Group } from '@mantine/core';
import { useDisclosure, useDocumentTitle } from '@mantine/hooks';
import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from 'react-router';
import { texts } from '../texts';
import { FORMS, type Form } from './api';

const { forms: say, fields: label } = texts;

const State = ({ state }: { state: Form['state'] }) => <Pill tone={state === 'ACTIVE' ? 'good' : 'plain'}>{say.states[state]}</Pill>;

const columns: Column<Form>[] = [
  { key: 'name', label: say.name, orderBy: 'name', render: ({ name }) => <span className="cell-name">{name}</span> },
  { key: 'state', label: say.state, render: ({ state }) => <State state={state} /> },
  { key: 'sent', label: say.submissions, numeric: true, render: ({ submission_count }) => count(Number(submission_count)) },
  { key: 'people', label: say.newPeople, numeric: true, render: ({ contact_count }) => count(Number(contact_count)) },
  { key: 'spam', label: say.spam, numeric: true, render: ({ spam_count }) => count(Number(spam_count)) },
  { key: 'changed', label: label.update_time, orderBy: 'update_time', render: ({ update_time }) => update_time && <When time={update_time} /> },
];

async function load({ within, orderBy, pageToken }: Query) {
  const page = await data(api.GET('/v1/forms', { params: { query: { filter: within, order_by: orderBy, page_token: pageToken } } }));
  return { rows: page.forms, next: page.next_page_token };
}

/** The forms that bring people in. */
export function FormsPage() {
  useDocumentTitle(`${say.title} · Trellis`);
  const client = useQueryClient();
  const navigate = useNavigate();
  const [opened, { open, close }] = useDisclosure();
  const make = useMake(say.create, open, may(useSession(), 'forms.write'));
  return (
    <>
      <RecordList
        title={say.title}
        queryKey={FORMS}
        columns={columns}
        fields={[
          { name: 'name', label: say.name, kind: 'text' },
          {
            name: 'state',
            label: say.state,
            kind: 'choice',
            options: [
              { value: 'ACTIVE', label: say.states.ACTIVE },
              { value: 'ARCHIVED', label: say.states.ARCHIVED },
            ],
          },
        ]}
        defaultOrder="create_time desc"
        load={load}
        searching={byName}
        facts={/Form/}
        id={({ id }) => id}
        name={({ name }) => name}
        href={({ id }) => `/forms/${id}`}
        card={(form) => (
          <Group gap={8} mt={4} fz="sm" c="dimmed">
            <State state={form.state} />
            {say.submissions} {count(Number(form.submission_count))}
          </Group>
        )}
        header={make}
        empty={
          <Empty title={say.empty} action={make}>
            {say.emptyHelp}
          </Empty>
        }
      />
      <FormDialog
        title={say.create}
        opened={opened}
        close={close}
        draftKey="form:new"
        fields={[{ name: 'name', label: say.name, help: say.nameHelp, required: true }]}
        submit={say.make}
        save={({ name }) => data(api.POST('/v1/forms', { body: { name: String(name ?? '') } as never }))}
        onDone={(form) => {
          void client.invalidateQueries({ queryKey: [FORMS] });
          void navigate(`/forms/${form.id}`);
        }}
      />
    </>
  );
}
