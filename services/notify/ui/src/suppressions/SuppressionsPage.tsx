import { api, data, Empty, may, quoted, RecordList, toast, useSession, When, type Column, type FilterField, type Schemas } from '@trellis/kit';
import { Button } from '@mantine/core';
import { useDisclosure, useDocumentTitle } from '@mantine/hooks';
import { IconPlus } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { texts } from '../texts';
import { AddSuppression } from './AddSuppression';

type Suppression = Schemas['notify.Suppression'];

const { suppressions: say } = texts;

const columns: Column<Suppression>[] = [
  { key: 'email', label: say.email, orderBy: 'email', render: ({ email }) => <span className="cell-name">{email}</span> },
  { key: 'reason', label: say.reason, render: ({ reason }) => texts.suppressionReasons[reason] },
  { key: 'note', label: say.note, render: ({ note }) => note },
  { key: 'since', label: say.since, orderBy: 'create_time', render: ({ create_time }) => create_time && <When time={create_time} /> },
  { key: 'lift', label: '', render: (suppression) => <Lift suppression={suppression} /> },
];

const fields: FilterField[] = [
  {
    name: 'reason',
    label: say.reason,
    kind: 'choice',
    options: Object.entries(texts.suppressionReasons)
      .filter(([, label]) => label)
      .map(([value, label]) => ({ value, label })),
  },
  { name: 'email', label: say.email, kind: 'text' },
];

const searching = (search: string) => `email:${quoted(search)}`;

/** The addresses nothing, or no advertising, goes to. A row leads to the messages for it. */
export function SuppressionsPage() {
  useDocumentTitle(`${say.title} · Trellis`);
  const [adding, { open, close }] = useDisclosure();
  const add = may(useSession(), 'suppressions.write') && (
    <Button leftSection={<IconPlus size={16} />} onClick={open}>
      {say.add}
    </Button>
  );
  return (
    <>
      <RecordList
        title={say.title}
        queryKey="suppressions"
        columns={columns}
        fields={fields}
        defaultOrder="create_time desc"
        header={add}
        load={async ({ within, orderBy, pageToken }) => {
          const query = { filter: within, order_by: orderBy, page_token: pageToken };
          const page = await data(api.GET('/v1/suppressions', { params: { query } }));
          return { rows: page.suppressions, next: page.next_page_token };
        }}
        searching={searching}
        facts={/MessageBounced|ContactUnsubscribed/}
        id={({ id }) => id}
        name={({ email }) => email}
        href={({ email }) => `/?${new URLSearchParams({ filter: `email = ${quoted(email)}` })}`}
        empty={
          <Empty title={say.empty} action={add}>
            {say.emptyHelp}
          </Empty>
        }
      />
      <AddSuppression opened={adding} close={close} />
    </>
  );
}

function Lift({ suppression: { id, email, reason, note } }: { suppression: Suppression }) {
  const writes = may(useSession(), 'suppressions.write');
  const client = useQueryClient();
  const anew = () => void client.invalidateQueries({ queryKey: ['suppressions'] });
  const lift = useMutation({
    mutationFn: () => api.DELETE('/v1/suppressions/{id}', { params: { path: { id } } }),
    onSuccess: () => {
      toast.undo(say.lifted, () => void api.POST('/v1/suppressions', { body: { email, reason, note } }).then(anew));
      anew();
    },
  });
  if (!writes) return null;
  return (
    <Button size="compact-sm" variant="default" loading={lift.isPending} onClick={() => lift.mutate()} aria-label={`${say.lift}: ${email}`}>
      {say.lift}
    </Button>
  );
}
