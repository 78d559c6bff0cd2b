import { useMemo } from 'react';
import { useSearchParams } from 'react-router';
import { fromFilter, toFilter, type Condition, type FilterField } from './conditions';

const SEPARATOR = '~';

const parse = (text: string): Condition => {
  const [field = '', operator = '', ...rest] = text.split(SEPARATOR);
  return { field, operator, value: rest.join(SEPARATOR) };
};
const serialise = ({ field, operator, value }: Condition) => [field, operator, value].join(SEPARATOR);

/** What a view keeps of the address: filters and order, not the search. */
const KEPT = ['where', 'filter', 'order'];

export function viewOf(parameters: URLSearchParams): string {
  const kept = new URLSearchParams([...parameters].filter(([name]) => KEPT.includes(name)));
  kept.sort();
  return kept.toString();
}

/** What a list shows lives in the URL, so that Back, reload and sharing work. */
export function useListState(fields: FilterField[], defaultOrder: string) {
  const [parameters, setParameters] = useSearchParams();
  const text = parameters.get('filter') ?? '';
  const read = useMemo(() => fromFilter(text, fields), [text, fields]);
  const conditions = useMemo(() => [...read, ...parameters.getAll('where').map(parse)], [read, parameters]);
  const own = read.length > 0 ? '' : text; // what can be said in conditions is shown as such
  const change = (edit: (next: URLSearchParams) => void) =>
    setParameters(
      (before) => {
        const next = new URLSearchParams(before);
        edit(next);
        return next;
      },
      { replace: true },
    );
  const put = (name: string, value: string) =>
    change((next) => (value ? next.set(name, value) : next.delete(name)));

  return {
    search: parameters.get('q') ?? '',
    orderBy: parameters.get('order') ?? defaultOrder,
    conditions,
    own,
    filter: toFilter(conditions, fields, own),
    view: viewOf(parameters),
    setSearch: (text: string) => put('q', text),
    setOrder: (order: string) => put('order', order),
    /** A filter as text, in place of all conditions. */
    setOwn: (text: string) =>
      change((next) => {
        next.delete('where');
        if (text) next.set('filter', text);
        else next.delete('filter');
      }),
    setConditions: (conditions: Condition[]) =>
      change((next) => {
        next.delete('where');
        if (!own) next.delete('filter');
        for (const condition of conditions) next.append('where', serialise(condition));
      }),
    clear: () => setParameters({}, { replace: true }),
  };
}

export type ListState = ReturnType<typeof useListState>;
