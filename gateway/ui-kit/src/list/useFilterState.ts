import { useState } from 'react';
import { fromFilter, toFilter, type Condition, type FilterField } from './conditions';
import type { ListState } from './useListState';

/** A filter in the parts of a filter bar. */
interface Parts {
  conditions: Condition[];
  own: string;
}

const partsOf = (filter: string, fields: FilterField[]): Parts => {
  const conditions = fromFilter(filter, fields);
  return { conditions, own: conditions.length > 0 ? '' : filter };
};

/** The state of a filter bar whose filter is kept in a record instead of in the address. */
export function useFilterState(filter: string, fields: FilterField[], change: (filter: string) => void): ListState {
  const [chosen, setChosen] = useState<Parts>();
  const mine = chosen && toFilter(chosen.conditions, fields, chosen.own) === filter;
  const { conditions, own } = mine ? chosen : partsOf(filter, fields);
  const put = (next: Parts) => {
    setChosen(next);
    change(toFilter(next.conditions, fields, next.own));
  };
  return {
    search: '',
    orderBy: '',
    conditions,
    own,
    filter,
    view: '',
    setSearch: () => undefined,
    setOrder: () => undefined,
    setOwn: (text) => put({ conditions: [], own: text }),
    setConditions: (next) => put({ conditions: next, own }),
    clear: () => put({ conditions: [], own: '' }),
  };
}
