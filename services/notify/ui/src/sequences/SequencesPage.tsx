import { api, data, Empty, may, Pill, quoted, RecordList, useSession, When, type Column, type FilterField } from '@trellis/kit';
import { Button, Group } from '@mantine/core';
import { useDocumentTitle, useHotkeys } from '@mantine/hooks';
import { IconPlus } from '@tabler/icons-react';
import { Link, useNavigate } from 'react-router';
import { SEQUENCES, type Sequence } from './api';
import { texts as say } from './texts';

export const State = ({ state }: { state: Sequence['state'] }) => <Pill tone={state === 'ACTIVE' ? 'good' : 'plain'}>{say.states[state]}</Pill>;

const columns: Column<Sequence>[] = [
  {
    key: 'name',
    label: say.name,
    orderBy: 'name',
    render: ({ name, revision }) => (
      <>
        <span className="cell-name">{name}</span>
        <span className="cell-note">{say.version(revision)}</span>
      </>
    ),
  },
  { key: 'state', label: say.state, render: ({ state }) => <State state={state} /> },
  { key: 'steps', label: say.steps, numeric: true, render: ({ steps }) => steps.length },
  { key: 'running', label: say.running, numeric: true, render: ({ running_count }) => say.capped(running_count) },
  { key: 'finished', label: say.finished, numeric: true, render: ({ finished_count }) => say.capped(finished_count) },
  { key: 'exited', label: say.exited, numeric: true, render: ({ exited_count }) => say.capped(exited_count) },
  { key: 'changed', label: say.changed, render: ({ update_time }) => update_time && <When time={update_time} /> },
];

const fields: FilterField[] = [
  { name: 'name', label: say.name, kind: 'text' },
  {
    name: 'state',
    label: say.state,
    kind: 'choice',
    options: [
      { value: 'ACTIVE', label: say.states.ACTIVE },
      { value: 'PAUSED', label: say.states.PAUSED },
    ],
  },
];

const searching = (search: string) => `name:${quoted(search)}`;

async function load({ search, filter, orderBy, pageToken }: { search: string; filter: string; orderBy: string; pageToken: string }) {
  const within = [search && searching(search), filter && `(${filter})`].filter(Boolean).join(' AND ');
  const page = await data(api.GET('/v1/sequences', { params: { query: { filter: within, order_by: orderBy, page_token: pageToken } } }));
  return { rows: page.sequences, next: page.next_page_token };
}

/** What is said to people one after the other, and how many are where. */
export function SequencesPage() {
  useDocumentTitle(`${say.title} · Trellis`);
  const navigate = useNavigate();
  const writes = may(useSession(), 'sequences.write');
  useHotkeys([['c', () => writes && void navigate('/sequences/new')]]);
  const make = writes && (
    <Button component={Link} to="/sequences/new" leftSection={<IconPlus size={15} />}>
      {say.create}
    </Button>
  );
  return (
    <RecordList
      title={say.title}
      queryKey={SEQUENCES}
      columns={columns}
      fields={fields}
      defaultOrder="name"
      load={load}
      searching={searching}
      id={({ id }) => id}
      name={({ name }) => name}
      href={({ id }) => `/sequences/${id}`}
      card={(sequence) => (
        <Group gap={8} mt={4} fz="sm" c="dimmed">
          <State state={sequence.state} />
          <span>
            {say.running} {say.capped(sequence.running_count)}
          </span>
          <span>
            {say.finished} {say.capped(sequence.finished_count)}
          </span>
          <span>
            {say.exited} {say.capped(sequence.exited_count)}
          </span>
        </Group>
      )}
      header={make}
      empty={
        <Empty title={say.empty} action={make}>
          {say.emptyHelp}
        </Empty>
      }
    />
  );
}
