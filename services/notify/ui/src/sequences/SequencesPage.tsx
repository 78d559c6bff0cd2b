import { api, byName, data, Empty, may, Pill, RecordList, useMake, useSession, When, type Column, type FilterField, type Query } from '@trellis/kit';
import { Group } from '@mantine/core';
import { useDocumentTitle } from '@mantine/hooks';
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

async function load({ within, orderBy, pageToken }: Query) {
  const page = await data(api.GET('/v1/sequences', { params: { query: { filter: within, order_by: orderBy, page_token: pageToken } } }));
  return { rows: page.sequences, next: page.next_page_token };
}

/** What is said to people one after the other, and how many are where. */
export function SequencesPage() {
  useDocumentTitle(`${say.title} · Trellis`);
  const make = useMake(say.create, '/sequences/new', may(useSession(), 'sequences.write'));
  return (
    <RecordList
      title={say.title}
      queryKey={SEQUENCES}
      columns={columns}
      fields={fields}
      defaultOrder="name"
      load={load}
      searching={byName}
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
