import { Group } from '@mantine/core';
import { IconArrowDown, IconArrowUp } from '@tabler/icons-react';
import { Fragment, useDeferredValue } from 'react';
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

/** What a screen shows without scrolling; the others follow when these can be used. */
const AT_ONCE = 16;

/** The rows to draw now. Plain elements below: a list has hundreds of cells. */
function useFirst<Row>(rows: Row[]): Row[] {
  const all = useDeferredValue(true, false);
  return all ? rows : rows.slice(0, AT_ONCE);
}

/** The rows of a list as a table. */
export function Rows<Row>(props: Props<Row>) {
  const { columns, selectable } = props;
  const rows = useFirst(props.rows);
  return (
    <div className="card list-scroll" tabIndex={0} role="region" aria-label={props.title}>
      <table className="table list-table">
        <thead>
          <tr>
            {selectable && (
              <th>
                <PickAll {...props} />
              </th>
            )}
            {columns.map((column) => (
              <SortHeader key={column.key} column={column} state={props.state} />
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, at) => (
            <tr key={props.id(row)} data-cursor={at === props.cursor || undefined} aria-selected={props.picked.has(props.id(row)) || undefined}>
              {selectable && (
                <td>
                  <Pick row={row} {...props} />
                </td>
              )}
              {columns.map((column, index) => (
                <td key={column.key} className={looks(column)}>
                  {index === 0 ? <Lead row={row} href={props.href} column={column} /> : column.render(row)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface LeadProps<Row> {
  row: Row;
  href?: (row: Row) => string;
  column: Column<Row>;
  className?: string;
}

/** What a row is called, and the way to it where it has a page. */
function Lead<Row>({ row, href, column, className }: LeadProps<Row>) {
  if (!href) return <span className={className}>{column.render(row)}</span>;
  return (
    <Link to={href(row)} className={className}>
      {column.render(row)}
    </Link>
  );
}

const looks = <Row,>({ numeric, roomy }: Column<Row>) => [numeric && 'numeric', roomy && 'roomy'].filter(Boolean).join(' ') || undefined;

function PickAll<Row>({ rows, id, picked, pick }: Props<Row>) {
  const all = rows.length > 0 && rows.every((row) => picked.has(id(row)));
  return (
    <input
      type="checkbox"
      className="tick"
      aria-label={texts.list.selectAll}
      checked={all}
      ref={(box) => {
        if (box) box.indeterminate = !all && picked.size > 0;
      }}
      onChange={(event) => rows.forEach((row) => pick(id(row), event.currentTarget.checked))}
    />
  );
}

const Pick = <Row,>({ row, id, name, picked, pick }: Props<Row> & { row: Row }) => (
  <input
    type="checkbox"
    className="tick"
    aria-label={texts.list.select(name(row))}
    checked={picked.has(id(row))}
    onChange={(event) => pick(id(row), event.currentTarget.checked)}
  />
);

function SortHeader<Row>({ column, state }: { column: Column<Row>; state: ListState }) {
  const order = column.orderBy;
  const side = looks(column);
  if (!column.label) return <td />;
  if (!order) return <th className={side}>{column.label}</th>;
  const ascending = state.orderBy === order;
  const descending = state.orderBy === `${order} desc`;
  return (
    <th className={side} aria-sort={ascending ? 'ascending' : descending ? 'descending' : 'none'}>
      <button type="button" className="sort" onClick={() => state.setOrder(ascending ? `${order} desc` : order)}>
        {column.label}
        {ascending && <IconArrowUp size={12} aria-hidden />}
        {descending && <IconArrowDown size={12} aria-hidden />}
      </button>
    </th>
  );
}

/** The rows of a list as cards, for a phone. */
export function Cards<Row>(props: Props<Row>) {
  const { columns, id, href, card, selectable } = props;
  const rows = useFirst(props.rows);
  const [first, ...named] = columns;
  const others = named.filter(({ label }) => label);
  const tools = named.filter(({ label }) => !label); // what one does with a row has no heading
  return (
    <ul className="card plain">
      {rows.map((row) => (
        <li key={id(row)} className="row-card">
          <div>
            {first && <Lead row={row} href={href} column={first} className="row-card-link" />}
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
          <div className="row-card-tools">
            {tools.map((column) => (
              <Fragment key={column.key}>{column.render(row)}</Fragment>
            ))}
            {selectable && <Pick row={row} {...props} />}
          </div>
        </li>
      ))}
    </ul>
  );
}
