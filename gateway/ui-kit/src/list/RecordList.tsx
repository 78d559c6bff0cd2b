import { ActionIcon, Button, Group, Skeleton, Text, Title, Tooltip } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { IconDownload } from '@tabler/icons-react';
import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { Empty } from '../Empty';
import { Failure } from '../Failure';
import { count as shownCount } from '../format';
import { texts } from '../texts';
import { BulkBar, type BulkAction } from './BulkBar';
import { ColumnChoice, useColumns } from './ColumnChoice';
import { FilterBar } from './FilterBar';
import { Cards, Rows } from './Rows';
import type { FilterField } from './conditions';
import { useListKeys } from './useListKeys';
import { useListLive } from './useListLive';
import { useListState } from './useListState';
import { ViewTabs, type View } from './ViewTabs';

export interface Column<Row> {
  key: string;
  label: string;
  render: (row: Row) => ReactNode;
  /** The order it sorts by; left out, it does not sort. */
  orderBy?: string;
  /** Shown only when somebody asks for it. */
  extra?: boolean;
  /** Left out where the table has little room. */
  roomy?: boolean;
  /** Numbers stand at the right. */
  numeric?: boolean;
}

/** What a list asks for. */
export interface Query {
  search: string;
  filter: string;
  /** Search and filter as one filter. */
  within: string;
  orderBy: string;
  pageToken: string;
}

interface Page<Row> {
  rows: Row[];
  next: string;
}

export interface ListProps<Row> {
  title: string;
  queryKey: string;
  /** Whose columns and views these are, when several lists show the same records. */
  listKey?: string;
  columns: Column<Row>[];
  fields: FilterField[];
  views?: View[];
  defaultOrder: string;
  load: (query: Query) => Promise<Page<Row>>;
  /** How many match, up to a cap. */
  count?: (filter: string) => Promise<{ count: number; capped: boolean }>;
  /** The search as a filter. */
  searching?: (search: string) => string;
  /** Where exactly these rows are to be had as a file. */
  exportHref?: (query: { filter: string; orderBy: string }) => string;
  /** Facts after which the list is fetched again. */
  facts?: RegExp;
  id: (row: Row) => string;
  name: (row: Row) => string;
  /** Where a row leads; left out where there is nothing more to see. */
  href?: (row: Row) => string;
  /** A row on a phone; left out, the columns one after the other. */
  card?: (row: Row) => ReactNode;
  actions?: BulkAction[];
  header?: ReactNode;
  empty: ReactNode;
}

/** A list of records: search, filters, views, columns, order, pages, selection, keys; cards on a phone. */
export function RecordList<Row>(props: ListProps<Row>) {
  const state = useListState(props.fields, props.defaultOrder);
  const { search, filter, orderBy } = state;
  const looked = search && props.searching ? [props.searching(search)] : [];
  const within = [...looked, ...(filter ? [looked.length > 0 ? `(${filter})` : filter] : [])].join(' AND ');
  const query = useInfiniteQuery({
    queryKey: [props.queryKey, { search, filter, orderBy }],
    queryFn: ({ pageParam }) => props.load({ search, filter, within, orderBy, pageToken: pageParam }),
    initialPageParam: '',
    getNextPageParam: (page) => page.next || undefined,
    placeholderData: keepPreviousData,
    meta: { still: Boolean(props.facts) }, // its own rule decides what moves
  });
  const rows = query.data?.pages.flatMap((page) => page.rows) ?? [];
  const selection = useSelection();
  const { visible, shown, toggle } = useColumns(props.listKey ?? props.queryKey, props.columns);
  const ids = rows.map(props.id);
  const live = useListLive(props.queryKey, ids, props.facts);
  const narrow = useMediaQuery('(max-width: 48em)', undefined, { getInitialValueInEffect: false });
  const open = (at: number) => props.href?.(rows[at]!);
  const cursor = useListKeys(ids, { open, ...selection });
  const shared = { ...props, columns: visible, rows, cursor, state, selectable: Boolean(props.actions), ...selection };
  return (
    <>
      <Group justify="space-between" mb="sm" gap="xs">
        <Group gap="sm" align="baseline">
          <Title order={1}>{props.title}</Title>
          {props.count && !search && <Count list={props.queryKey} filter={filter} count={props.count} />}
        </Group>
        {props.header}
      </Group>
      {props.views && <ViewTabs list={props.listKey ?? props.queryKey} views={props.views} state={state} />}
      <FilterBar
        state={state}
        fields={props.fields}
        tools={
          <>
            {!narrow && <ColumnChoice columns={props.columns} shown={shown} toggle={toggle} />}
            {props.exportHref && <Export href={props.exportHref({ filter: within, orderBy })} />}
          </>
        }
      />
      {live.fresh > 0 && (
        <Group justify="center" mb="xs">
          <Button size="compact-sm" radius="xl" onClick={live.show}>
            {texts.list.newRows(live.fresh)}
          </Button>
        </Group>
      )}
      {query.error && <Failure error={query.error} retry={() => void query.refetch()} />}
      {query.isPending && <Waiting />}
      {!query.error && rows.length > 0 && (narrow ? <Cards {...shared} /> : <Rows {...shared} />)}
      {query.isSuccess && rows.length === 0 && (search || filter ? <NoMatch clear={state.clear} /> : props.empty)}
      {query.hasNextPage && (
        <Group justify="center" mt="md">
          <Button variant="default" loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
            {texts.list.more}
          </Button>
        </Group>
      )}
      {props.actions && <BulkBar ids={[...selection.picked]} actions={props.actions} clear={selection.clear} />}
    </>
  );
}

function useSelection() {
  const [picked, setPicked] = useState<Set<string>>(new Set());
  const pick = (id: string, on: boolean) =>
    setPicked((before) => {
      const next = new Set(before);
      if (on) next.add(id);
      else next.delete(id);
      return next;
    });
  return { picked, pick, clear: () => setPicked(new Set()) };
}

function Count({ list, filter, count }: { list: string; filter: string; count: NonNullable<ListProps<unknown>['count']> }) {
  const { data } = useQuery({
    queryKey: [list, 'count', filter],
    queryFn: () => count(filter),
    placeholderData: keepPreviousData,
    retry: false,
  });
  if (!data) return null;
  const number = shownCount(data.count);
  return (
    <Text size="sm" c="dimmed" className="numbers" aria-live="polite">
      {data.capped ? texts.list.capped(number) : number}
    </Text>
  );
}

const Export = ({ href }: { href: string }) => (
  <Tooltip label={texts.list.export}>
    <ActionIcon component="a" href={href} download variant="subtle" color="gray" size="lg" aria-label={texts.list.export}>
      <IconDownload size={17} />
    </ActionIcon>
  </Tooltip>
);

const Waiting = () => (
  <div className="card" aria-busy>
    {Array.from({ length: 8 }, (_, row) => (
      <Skeleton key={row} h={20} m="md" w="auto" />
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
    {texts.list.noMatchHelp}
  </Empty>
);
