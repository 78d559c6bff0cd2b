import { Checkbox, Group, Table } from '@mantine/core';
import { IconArrowDown, IconArrowUp } from '@tabler/icons-react';
import { Link } from 'react-router';
import { texts } from '../texts';
import type { Column, ListProps } from './RecordList';
import type { ListState } from './useListState';

interface Props<Row> extends ListProps<Row> {
  rows: Row[];
  picked: Set<string>;
  pick: (id: string, on: boolean) => void;
  cursor: number;
  state: ListState;
  selectable: boolean;
}

/** The rows of a list as a table. */
export function Rows<Row>(props: Props<Row>) {
  const { rows, columns, picked, pick, cursor, selectable } = props;
  const all = rows.length > 0 && rows.every((row) => picked.has(props.id(row)));
  return (
    <div className="card">
      <Table.ScrollContainer minWidth={760} type="native" tabIndex={0} role="region" aria-label={props.title}>
        <Table className="table" verticalSpacing={7} horizontalSpacing="md" highlightOnHover>
          <Table.Thead>
            <Table.Tr>
              {selectable && (
                <Table.Th w={36}>
                  <Checkbox
                    size="xs"
                    aria-label={texts.list.selectAll}
                    checked={all}
                    indeterminate={!all && picked.size > 0}
                    onChange={(event) => rows.forEach((row) => pick(props.id(row), event.currentTarget.checked))}
                  />
                </Table.Th>
              )}
              {columns.map((column) => (
                <SortHeader key={column.key} column={column} state={props.state} />
              ))}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {rows.map((row, at) => (
              <Table.Tr key={props.id(row)} data-cursor={at === cursor || undefined} aria-selected={picked.has(props.id(row)) || undefined}>
                {selectable && (
                  <Table.Td>
                    <Pick row={row} {...props} />
                  </Table.Td>
                )}
                {columns.map((column, index) => (
                  <Table.Td key={column.key} ta={column.numeric ? 'right' : undefined} className={column.numeric ? 'numbers' : undefined}>
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

const Pick = <Row,>({ row, id, name, picked, pick }: Props<Row> & { row: Row }) => (
  <Checkbox
    size="xs"
    aria-label={texts.list.select(name(row))}
    checked={picked.has(id(row))}
    onChange={(event) => pick(id(row), event.currentTarget.checked)}
  />
);

function SortHeader<Row>({ column, state }: { column: Column<Row>; state: ListState }) {
  const order = column.orderBy;
  const align = column.numeric ? 'right' : undefined;
  if (!column.label) return <Table.Td />;
  if (!order) return <Table.Th ta={align}>{column.label}</Table.Th>;
  const ascending = state.orderBy === order;
  const descending = state.orderBy === `${order} desc`;
  return (
    <Table.Th ta={align} aria-sort={ascending ? 'ascending' : descending ? 'descending' : 'none'}>
      <button type="button" className="sort" onClick={() => state.setOrder(ascending ? `${order} desc` : order)}>
        {column.label}
        {ascending && <IconArrowUp size={12} aria-hidden />}
        {descending && <IconArrowDown size={12} aria-hidden />}
      </button>
    </Table.Th>
  );
}

/** The rows of a list as cards, for a phone. */
export function Cards<Row>(props: Props<Row>) {
  const { rows, columns, id, href, card, selectable } = props;
  const [first, ...others] = columns;
  return (
    <ul className="card plain">
      {rows.map((row) => (
        <li key={id(row)} className="row-card">
          <div>
            <Link to={href(row)} className="row-card-link">
              {first?.render(row)}
            </Link>
            {card ? (
              card(row)
            ) : (
              <Group gap="xs" c="dimmed" fz="sm">
                {others.map((column) => (
                  <span key={column.key}>{column.render(row)}</span>
                ))}
              </Group>
            )}
          </div>
          {selectable && <Pick row={row} {...props} />}
        </li>
      ))}
    </ul>
  );
}
