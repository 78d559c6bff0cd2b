/** The filter of a CHECK as conditions one can point at, and back. */
import { toFilter, type Condition, type FilterField, type ListState } from '@trellis/kit';
import { useState } from 'react';
import { texts as say } from './texts';

const options = (...names: string[]) => names.map((value) => ({ value, label: value.charAt(0) + value.slice(1).toLowerCase().replaceAll('_', ' ') }));

/** What a CHECK may look at: the message before it, and the contact. */
export const CONTACT: FilterField[] = [
  { name: 'opened', label: say.contact.opened, kind: 'boolean', options: say.truths },
  { name: 'clicked', label: say.contact.clicked, kind: 'boolean', options: say.truths },
  { name: 'lifecycle_stage', label: say.contact.lifecycle_stage, kind: 'choice', options: options('SUBSCRIBER', 'LEAD', 'MARKETING_QUALIFIED', 'SALES_READY', 'OPPORTUNITY', 'CUSTOMER', 'ADVOCATE', 'INACTIVE', 'CHURNED') },
  { name: 'rating', label: say.contact.rating, kind: 'choice', options: options('HOT', 'WARM', 'COLD') },
  { name: 'consent', label: say.contact.consent, kind: 'choice', options: options('GRANTED', 'WITHDRAWN', 'REQUESTED') },
  { name: 'tags', label: say.contact.tags, kind: 'tags' },
  { name: 'country', label: say.contact.country, kind: 'text' },
  { name: 'language', label: say.contact.language, kind: 'text' },
  { name: 'company_name', label: say.contact.company_name, kind: 'text' },
  { name: 'email', label: say.contact.email, kind: 'text' },
  { name: 'first_name', label: say.contact.first_name, kind: 'text' },
  { name: 'last_name', label: say.contact.last_name, kind: 'text' },
];

const CONDITION = /^(NOT )?(\w+)(:| = | != )(.+)$/;

function parsed(text: string): Condition {
  const [, not, field = '', sign = '', value = ''] = CONDITION.exec(text) ?? [];
  if (value === '*' && sign === ':') return { field, operator: 'set', value: '' };
  if (value === 'null' && sign === ' = ') return { field, operator: 'unset', value: '' };
  const plain = value.startsWith('"') ? value.slice(1, -1).replaceAll(/\\(.)/g, '$1') : value;
  return { field, operator: not ? 'not:' : sign.trim(), value: plain };
}

/** The conditions of a filter; none when it says more than conditions can. */
export function conditionsOf(filter: string): Condition[] {
  const found = filter ? filter.split(' AND ').map(parsed) : [];
  return toFilter(found, CONTACT) === filter ? found : [];
}

/** The state of a filter bar that is kept in a step instead of in the address. */
export function useFilter(filter: string, change: (filter: string) => void): ListState {
  const [{ conditions, own }, setState] = useState(() => {
    const known = conditionsOf(filter);
    return { conditions: known, own: known.length > 0 ? '' : filter };
  });
  const put = (next: { conditions: Condition[]; own: string }) => {
    setState(next);
    change(toFilter(next.conditions, CONTACT, next.own));
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
