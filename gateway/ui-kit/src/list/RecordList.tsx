import { Button, Checkbox, Group, Skeleton, Table, Tabs, Text, Title } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { IconArrowDown, IconArrowUp } from '@tabler/icons-react';
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { Link } from 'react-router';
import { Empty } from '../Empty';
import { Failure } from '../Failure';
import { texts } from '../texts';
import { BulkBar, type BulkAction } from './BulkBar';
import { FilterBar } from './FilterBar';
import type { FilterField } from './conditions';
import { useListKeys } from './useListKeys';
import { useListState, type ListState } from './useListState';

export interface Column<Row> {
  key: string;
  label: string;
  render: (row: Row) => ReactNode;
  /** The order it sorts by; left out, it does not sort. */
  orderBy?: string;
}

export interface View {
  name: string;
  search: string;
}

interface Page<Row> {
  rows: Row[];
  next: string;
}

interface Props<Row> {
  title: string;
  queryKey: string;
  columns: Column<Row>[];
  fields: FilterField[];
  views?: View[];
  defaultOrder: string;
  load: (query: { search: string; filter: string; orderBy: string; pageToken: string }) => Promise<Page<Row>>;
  id: (row: Row) => string;
  name: (row: Row) => string;
  href: (row: Row) => string;
  actions?: BulkAction[];
  header?: ReactNode;
  empty: ReactNode;
}

/** A list of records: search, filters, order, pages, selection, keys; cards on a phone. */
export function RecordList<Row>(props: Props<Row>) {
  const state = useListState(props.fields, props.defaultOrder);
  const { search, filter, orderBy } = state;
  const query = useInfiniteQuery({
    queryKey: [props.queryKey, { search, filter, orderBy }],
    queryFn: ({ pageParam }) => props.load({ search, filter, orderBy, pageToken: pageParam }),
    initialPageParam: '',
    getNextPageParam: (page) => page.next || undefined,
    placeholderData: keepPreviousData,
  });
  const rows = query.data?.pages.flatMap((page) => page.rows) ?? [];
  const [picked, setPicked] = useState<Set<string>>(new Set());
  const pick = (id: string, on: boolean) =>
    setPicked((before) => {
      const next = new Set(before);
      if (on) next.add(id);
      else next.delete(id);
      return next;
    });
  const narrow = useMediaQuery('(max-width: 48em)');
  const cursor = useListKeys(rows.map(props.id), { open: (at) => props.href(rows[at]!), pick, picked });
  const nothing = !query.isPending && !query.error && rows.length === 0;
  const filtered = Boolean(search || filter);
  const shared = { ...props, rows, picked, pick, cursor, state };

  return (
    <>
      <Group justify="space-between" mb="md">
        <Title order={1}>{props.title}</Title>
        {props.header}
      </Group>
      {props.views && <Views views={props.views} state={state} />}
      <FilterBar state={state} fields={props.fields} />
      {query.error && <Failure error={query.error} retry={() => void query.refetch()} />}
      {query.isPending && <Waiting />}
      {rows.length > 0 && (narrow ? <Cards {...shared} /> : <Rows {...shared} />)}
      {nothing && (filtered ? <NoMatch clear={state.clear} /> : props.empty)}
      {query.hasNextPage && (
        <Group justify="center" mt="md">
          <Button variant="default" loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
            {texts.list.more}
          </Button>
        </Group>
      )}
      {props.actions && (
        <BulkBar ids={[...picked]} actions={props.actions} clear={() => setPicked(new Set())} />
      )}
    </>
  );
}

interface RowsProps<Row> extends Props<Row> {
  rows: Row[];
  picked: Set<string>;
  pick: (id: string, on: boolean) => void;
  cursor: number;
  state: ListState;
}

function Rows<Row>(props: RowsProps<Row>) {
  const { rows, columns, picked, pick, cursor } = props;
  const all = rows.length > 0 && rows.every((row) => picked.has(props.id(row)));
  return (
    <div className="card">
      <Table.ScrollContainer minWidth={760} type="native">
        <Table className="table" verticalSpacing={7} horizontalSpacing="md" highlightOnHover stickyHeader>
          <Table.Thead>
            <Table.Tr>
              <Table.Th w={36}>
                <Checkbox
                  size="xs"
                  aria-label={texts.list.selectAll}
                  checked={all}
                  indeterminate={!all && picked.size > 0}
                  onChange={(event) => rows.forEach((row) => pick(props.id(row), event.currentTarget.checked))}
                />
              </Table.Th>
              {columns.map((column) => (
                <SortHeader key={column.key} column={column} state={props.state} />
              ))}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {rows.map((row, at) => (
              <Table.Tr key={props.id(row)} data-cursor={at === cursor || undefined}>
                <Table.Td>
                  <Checkbox
                    size="xs"
                    aria-label={texts.list.select(props.name(row))}
                    checked={picked.has(props.id(row))}
                    onChange={(event) => pick(props.id(row), event.currentTarget.checked)}
                  />
                </Table.Td>
                {columns.map((column, index) => (
                  <Table.Td key={column.key}>
                    {index === 0 ? <Link to={props.href(row)}>{column.render(row)}</Link> : column.render(row)}
                  </Table.Td>
                ))}
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </div>
  );
}

function SortHeader<Row>({ column, state }: { column: Column<Row>; state: ListState }) {
  const order = column.orderBy;
  if (!order) return <Table.Th>{column.label}</Table.Th>;
  const ascending = state.orderBy === order;
  const descending = state.orderBy === `${order} desc`;
  return (
    <Table.Th aria-sort={ascending ? 'ascending' : descending ? 'descending' : 'none'}>
      <button type="button" className="sort" onClick={() => state.setOrder(ascending ? `${order} desc` : order)}>
        {column.label}
        {ascending && <IconArrowUp size={12} aria-hidden />}
        {descending && <IconArrowDown size={12} aria-hidden />}
      </button>
    </Table.Th>
  );
}

function Cards<Row>({ rows, columns, id, href }: RowsProps<Row>) {
  const [first, ...others] = columns;
  return (
    <ul className="card plain">
      {rows.map((row) => (
        <li key={id(row)} className="row-card">
          <Link to={href(row)}>{first?.render(row)}</Link>
          <Group gap="xs" c="dimmed" fz="sm">
            {others.map((column) => (
              <span key={column.key}>{column.render(row)}</span>
            ))}
          </Group>
        </li>
      ))}
    </ul>
  );
}

function Views({ views, state }: { views: View[]; state: ListState }) {
  const active = views.find(({ search }) => new URLSearchParams(search).get('filter') === (state.own || null));
  return (
    <Tabs value={active?.name ?? null} mb="sm">
      <Tabs.List>
        {views.map(({ name, search }) => (
          <Tabs.Tab key={name} value={name} onClick={() => state.setOwn(new URLSearchParams(search).get('filter') ?? '')}>
            {name}
          </Tabs.Tab>
        ))}
      </Tabs.List>
    </Tabs>
  );
}

const Waiting = () => (
  <div className="card" aria-busy>
    {Array.from({ length: 8 }, (_, row) => (
      <Skeleton key={row} h={20} m="md" />
    ))}
  </div>
);

const NoMatch = ({ clear }: { clear: () => void }) => (
  <Empty
    title={texts.list.noMatch}
    action={
      <Button variant="light" size="xs" onClick={clear}>
        {texts.list.clearFilters}
      </Button>
    }
  >
    <Text span>{texts.list.noMatchHelp}</Text>
  </Empty>
);
