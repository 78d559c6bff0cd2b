import { api, byName, count, data, Empty, filterWords, may, Owner, Pill, RecordList, useMake, useSession, When, type Column, type Query, type Tone } from '@trellis/kit';
import { useDocumentTitle } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useContactFields } from '../shared/useFields';
import { texts } from '../texts';
import { countMembers, SEGMENTS, type Segment } from './api';

const { segments: say, fields: label } = texts;

export const segmentTone = (state: Segment['state']): Tone =>
  ({ READY: 'good', BUILDING: 'calm', BROKEN: 'late' } as Record<string, Tone>)[state] ?? 'plain';

/** How many people are in a segment now. */
export function MemberCount({ id }: { id: string }) {
  const { data: members } = useQuery({ queryKey: ['segment', id, 'count', ''], queryFn: () => countMembers(id) });
  return <span className="numbers">{members ? `${count(members.count)}${members.capped ? '+' : ''}` : '…'}</span>;
}

/** Who belongs to a segment, as a person would say it. */
const InWords = ({ filter }: { filter: string }) => <span className="cell-filter">{filterWords(filter, useContactFields())}</span>;

const columns: Column<Segment>[] = [
  {
    key: 'name',
    label: say.name,
    orderBy: 'name',
    render: ({ name, description }) => (
      <>
        <span className="cell-name">{name}</span>
        {description && <span className="cell-note">{description}</span>}
      </>
    ),
  },
  { key: 'people', label: texts.people.title, numeric: true, render: ({ id }) => <MemberCount id={id} /> },
  { key: 'filter', label: say.who, render: ({ filter }) => <InWords filter={filter} /> },
  { key: 'state', label: say.state, render: ({ state }) => <Pill tone={segmentTone(state)}>{say.states[state]}</Pill> },
  { key: 'owner', label: label.owner_id, render: ({ owner_id }) => <Owner id={owner_id} /> },
  { key: 'changed', label: label.update_time, orderBy: 'update_time', extra: true, render: ({ update_time }) => update_time && <When time={update_time} /> },
];

async function load({ within, orderBy, pageToken }: Query) {
  const page = await data(api.GET('/v1/segments', { params: { query: { filter: within, order_by: orderBy, page_token: pageToken } } }));
  return { rows: page.segments, next: page.next_page_token };
}

/** Groups of people that keep themselves up to date. */
export function SegmentsPage() {
  useDocumentTitle(`${say.title} · Trellis`);
  const make = useMake(say.create, '/segments/new', may(useSession(), 'segments.write'));
  return (
    <RecordList
      title={say.title}
      queryKey={SEGMENTS}
      columns={columns}
      fields={[
        { name: 'name', label: say.name, kind: 'text' },
        { name: 'create_time', label: label.create_time, kind: 'date' },
      ]}
      defaultOrder="name"
      load={load}
      searching={byName}
      facts={/Segment/}
      id={({ id }) => id}
      name={({ name }) => name}
      href={({ id }) => `/segments/${id}`}
      header={make}
      empty={
        <Empty title={say.empty} action={make}>
          {say.emptyHelp}
        </Empty>
      }
    />
  );
}
